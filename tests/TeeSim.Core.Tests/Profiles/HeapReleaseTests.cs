using TeeSim.Core.Profiles;

namespace TeeSim.Core.Tests.Profiles;

public class HeapReleaseTests
{
    /// <summary>The specification's table: split and alignment, pools, wipe, LP64 header, free2_sum.</summary>
    [Theory]
    [InlineData("3.6", false, false, false, false)]
    [InlineData("3.10", false, false, false, false)]
    [InlineData("3.11", false, false, false, false)]
    [InlineData("3.12", true, false, false, false)]
    [InlineData("3.14", true, false, false, false)]
    [InlineData("3.15", true, true, false, false)]
    [InlineData("3.19", true, true, false, false)]
    [InlineData("3.20", true, true, true, false)]
    [InlineData("4.4", true, true, true, false)]
    [InlineData("4.5", true, true, true, false)]
    [InlineData("4.6", true, true, true, true)]
    [InlineData("4.10", true, true, true, true)]
    public void Each_release_has_the_rules_of_the_table(string name, bool placement, bool pools, bool wipe, bool header)
    {
        HeapOptions options = HeapRelease.Find(name).ShouldNotBeNull().Options;

        options.AlignedPlacement.ShouldBe(placement);
        options.SkipsUnusablePools.ShouldBe(pools);
        options.NarrowWipe.ShouldBe(wipe);
        options.OverlapComparesPools.ShouldBe(wipe);
        options.MdbgMagicLast.ShouldBe(header);
        options.Free2Sum.ShouldBe(header);
        options.FreeAsksForSize.ShouldBe(name == "4.10");
    }

    [Fact]
    public void Releases_have_different_names_and_none_is_left_out()
    {
        HeapRelease.All.Select(r => r.Name).ShouldBeUnique();
        HeapRelease.All.Count.ShouldBe(17 + 11);
        HeapRelease.Find("4.11").ShouldBeNull();
    }

    [Fact]
    public void The_default_options_are_those_of_3_10() => new HeapOptions().ShouldBe(HeapRelease.Find("3.10")!.Options);
}
