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

        failed.ShouldBe(profile == "lp64" ? [0, 1, 2] : [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        test.Open(TestWorld.Drm).ShouldBe(1u);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Opening_it_again_allocates_only_a_session(string profile)
    {
        TestWorld test = World(profile);
        test.Open(TestWorld.Drm);

        FailingAllocations.Of(test, () => test.World.OpenSession("process", TestWorld.Drm)).ShouldBe([0]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Opening_a_channel_allocates_the_channel(string profile)
    {
        TestWorld test = World(profile);
        uint session = test.Open(TestWorld.Drm);

        FailingAllocations.Of(test, () => test.TryOpenChannel(session, TestWorld.Input, 0x1000, null)).ShouldBe([0]);

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

        FailingAllocations.Of(test, () => test.TryMap(session, TestWorld.Input, 0x1000)).ShouldBe([0, 1, 2]);

        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS, "failures do not count as mappings");
    }

    [Fact]
    public void The_log_says_print_oom_and_the_result()
    {
        TestWorld test = TestWorld.Upstream();
        while (test.World.Heap.LargestAllocatable >= 0) test.World.Heap.Malloc((ulong)test.World.Heap.LargestAllocatable, default);
        test.Lines.Clear();

        test.World.OpenSession("process", TestWorld.Drm);

        test.Lines.Count.ShouldBe(2);
        test.Lines[0].ShouldContain("print_oom:200 ");
        test.Lines[1].ShouldBe("D/TC:? 0 tee_ta_open_session:684 init session failed 0xffff000c");
    }

    private static TestWorld World(string profile) => new(Core.Profiles.TargetProfiles.Find(profile) ?? TestWorld.Lp64);
}
