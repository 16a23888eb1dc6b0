using TeeSim.Core;
using TeeSim.Core.Memory;

namespace TeeSim.Kernel.Tests.Worlds;

public class SnapshotTests
{
    [Fact]
    public void Restoring_brings_sessions_channels_clock_and_count_of_calls_back()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out uint handle);
        WorldSnapshot before = test.World.Snapshot();
        string[] first = Rest(test, session, handle);

        test.World.Restore(before);

        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u);
        test.World.Driver.Count("channel").ShouldBe(1);
        test.World.Microseconds.ShouldBe(2000);
        MemorySnapshot memory = test.World.Memory.Snapshot();
        memory.ShouldBe(before.Memory);
        Rest(test, session, handle).ShouldBe(first, "the same calls give the same lines at the same times");
    }

    [Fact]
    public void A_snapshot_from_before_a_panic_brings_the_core_back_to_life()
    {
        TestWorld test = TestWorld.Amlogic();
        WorldSnapshot before = test.World.Snapshot();
        ulong buffer = test.World.Heap.Malloc(8, default);
        test.World.Memory.Write<uint>(buffer - 4) = 0;
        test.World.MdbgCheck("shell", print: false).Panic.ShouldNotBeNull();
        WorldSnapshot dead = test.World.Snapshot();

        test.World.Restore(before);
        test.World.Panic.ShouldBeNull();
        test.Open(TestWorld.Drm).ShouldBe(1u);

        test.World.Restore(dead);
        test.World.Panic.ShouldNotBeNull();
        test.World.OpenSession("p", TestWorld.Drm).IsSuccess.ShouldBeFalse();
    }

    [Fact]
    public void Events_go_on_counting_where_the_snapshot_was()
    {
        TestWorld test = TestWorld.Amlogic();
        test.Open(TestWorld.Drm);
        WorldSnapshot before = test.World.Snapshot();
        test.Open(TestWorld.Drm);
        test.Open(TestWorld.Drm);

        test.World.Restore(before);
        test.Open(TestWorld.Tvp);

        test.Told[^1].Stamp.ShouldSatisfyAllConditions(s => s.Position.ShouldBe(2), s => s.Microseconds.ShouldBe(2000));
    }

    private static string[] Rest(TestWorld test, uint session, uint handle)
    {
        test.Lines.Clear();
        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
        test.CloseChannel(session, handle).ShouldBe(TeeResult.SUCCESS);
        test.Unmap(session, TestWorld.Input, 0x1000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.World.MdbgCheck("shell", print: true);
        test.World.PrintMappings("shell", TestWorld.Drm);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        return [.. test.Lines];
    }
}
