using TeeSim.Core;

namespace TeeSim.Kernel.Tests;

/// <summary>Every allocation of every call fails in turn; none of them may leave anything behind.</summary>
public class OutOfMemoryTests
{
    public static TheoryData<string> Profiles => ["amlogic-3.9-arm32", "optee-3.10-arm32", "lp64"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Opening_a_TA_allocates_session_context_and_regions(string profile)
    {
        TestWorld test = World(profile);

        IReadOnlyList<int> failed = FailingAllocations.Of(test, () => test.World.OpenSession("process", TestWorld.Drm));

        failed.ShouldBe(
            Enumerable.Range(0, profile == "lp64" ? 4 : 10), "arguments, session, context, and a region for each that is listed");
        test.Open(TestWorld.Drm).ShouldBe(1u);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Opening_it_again_allocates_only_a_session(string profile)
    {
        TestWorld test = World(profile);
        test.Open(TestWorld.Drm);

        FailingAllocations.Of(test, () => test.World.OpenSession("process", TestWorld.Drm)).ShouldBe([0, 1]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Opening_a_channel_allocates_the_channel(string profile)
    {
        TestWorld test = World(profile);
        uint session = test.Open(TestWorld.Drm);

        FailingAllocations.Of(test, () => test.TryOpenChannel(session, TestWorld.Input, 0x1000, null)).ShouldBe([0, 1]);

        test.OpenChannel(session, out uint handle);
        handle.ShouldBe(1u, "failures take no handle");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Mapping_allocates_the_record_the_object_and_the_region(string profile)
    {
        TestWorld test = World(profile);
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _);

        FailingAllocations.Of(test, () => test.TryMap(session, TestWorld.Input, 0x1000)).ShouldBe([0, 1, 2, 3]);

        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS, "failures do not count as mappings");
    }

    [Fact]
    public void The_log_says_print_oom_and_the_result()
    {
        TestWorld test = TestWorld.Upstream();
        test.FillHeapButForACall();
        test.Lines.Clear();

        test.World.OpenSession("process", TestWorld.Drm);

        test.Lines.Count.ShouldBe(9);
        test.Lines[0].ShouldBe("E/TC:0 0 print_oom:200 Memory allocation failed: size 84 context 0x32ed5694");
        test.Lines[1..3].ShouldBe(["E/TC:0 0 TEE load address @ 0x32e73000", "E/TC:0 0 Call stack:"]);
        test.Lines[3..8].ShouldAllBe(
            l => l.StartsWith("E/TC:0 0  0x32e", StringComparison.Ordinal) && l.Length == "E/TC:0 0  0x32e7b000".Length);
        test.Lines[8].ShouldBe("D/TC:? 0 tee_ta_open_session:684 init session failed 0xffff000c");
    }

    private static TestWorld World(string profile) => new(Core.Profiles.TargetProfiles.Find(profile) ?? TestWorld.Lp64);
}
