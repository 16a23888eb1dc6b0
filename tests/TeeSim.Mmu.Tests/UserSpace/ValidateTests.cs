namespace TeeSim.Mmu.Tests.UserSpace;

/// <summary>Each equation of a region list, broken on purpose, is reported, and the report neither throws nor goes on for ever.</summary>
public class ValidateTests
{
    private const ulong VaField = 8;
    private const ulong SizeField = 12;
    private const ulong NextField = 20;
    private const ulong PrevField = 24;
    private static readonly ulong Context = TestMmu.Context(0);

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_sound_list_has_no_violations(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        mmu.Mmu.Validate(Context).ShouldBeEmpty("empty");
        mmu.Map(mmu.Sdp(1), 1);
        mmu.Map(mmu.NonSecure(1), 1);
        mmu.Mmu.PageTables = 1024;
        mmu.Map(mmu.Sdp(1), 1, build.End - 0x1000);
        mmu.Map(mmu.Sdp(0), 0, build.End);

        mmu.Mmu.Validate(Context).ShouldBeEmpty();
    }

    [Fact]
    public void A_region_that_starts_inside_the_one_before_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[1] + VaField) = 0x10_1000;

        mmu.Mmu.Validate(Context).ShouldBe([$"region 0x{regions[1]:x} at va 0x101000: starts below 0x102000, where the one before ends"]);
    }

    [Fact]
    public void A_region_in_front_of_the_range_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[0] + VaField) = 0xf_f000;

        mmu.Mmu.Validate(Context).ShouldBe([$"region 0x{regions[0]:x} at va 0xff000: starts below 0x100000, where the one before ends"]);
    }

    [Fact]
    public void A_region_behind_the_range_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[2] + VaField) = 0x1ff_f000;

        mmu.Mmu.Validate(Context).ShouldBe(["the last region ends at 0x2001000, behind the range's end 0x2000000"]);
    }

    [Fact]
    public void Addresses_and_sizes_that_are_no_pages_are_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[1] + SizeField) = 0x1800;
        mmu.Memory.Write<uint>(regions[2] + VaField) = 0x10_4004;

        mmu.Mmu.Validate(Context).ShouldBe(
        [
            $"region 0x{regions[1]:x} at va 0x102000: va or size 0x1800 is no multiple of a page",
            $"region 0x{regions[2]:x} at va 0x104004: va or size 0x2000 is no multiple of a page",
        ]);
    }

    [Fact]
    public void An_object_without_references_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        ulong mobj = mmu.Regions[1].Mobj;
        mmu.Mobjs.MobjPut(mobj);
        mmu.Mobjs.MobjPut(mobj);

        mmu.Mmu.Validate(Context).ShouldBe([$"region 0x{regions[1]:x} at va 0x102000: its object 0x{mobj:x} has no references"]);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xdead_bee0u)]
    public void An_object_that_is_not_in_memory_is_reported(uint mobj)
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[1]) = mobj;

        mmu.Mmu.Validate(Context).ShouldBe([$"region 0x{regions[1]:x} at va 0x102000: its object 0x{mobj:x} is not in memory"]);
    }

    [Fact]
    public void A_wrong_backward_link_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[1] + PrevField) = 0x1234;

        mmu.Mmu.Validate(Context).ShouldBe(
            [$"region 0x{regions[1]:x} at va 0x102000: its backward link is not 0x{regions[0] + NextField:x}"]);
    }

    [Fact]
    public void A_list_that_runs_in_a_circle_is_reported_and_left()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[2] + NextField) = (uint)regions[0];

        mmu.Mmu.Validate(Context).ShouldBe(
            [$"region 0x{regions[0]:x} at va 0x100000: its backward link is not 0x{regions[2] + NextField:x}"]);
    }

    [Fact]
    public void A_link_out_of_memory_is_reported()
    {
        (TestMmu mmu, ulong[] regions) = Three();
        mmu.Memory.Write<uint>(regions[1] + NextField) = 0xdead_bee0;

        mmu.Mmu.Validate(Context).ShouldBe(["region 0xdeadbee0 is not in memory"]);
    }

    [Theory]
    [InlineData("v7", 4UL)]
    [InlineData("lp64", 8UL)]
    public void A_wrong_last_word_is_reported(string build, ulong lastField)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        mmu.Map(mmu.Sdp(1), 1);
        ulong last = mmu.Memory.Read<uint>(Context + lastField);
        mmu.Memory.Write<uint>(Context + lastField) = 0x55;

        mmu.Mmu.Validate(Context).ShouldBe([$"the list's last word is not 0x{last:x}"]);
    }

    private static (TestMmu Mmu, ulong[] Regions) Three()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        for (int i = 0; i < 3; i++) mmu.Map(mmu.Sdp(2), 2);
        return (mmu, [.. mmu.Regions.Select(r => r.Address)]);
    }
}
