using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Sessions;

public class CloseSessionTests
{
    private static readonly Guid Other = new("00000000-0000-0000-0000-000000000001");

    [Fact]
    public void The_last_session_takes_the_context_with_it_and_the_heap_is_as_before()
    {
        TestWorld test = TestWorld.Amlogic();
        uint first = test.Open(TestWorld.Drm);
        uint second = test.Open(TestWorld.Drm);

        test.Close(first).ShouldBe(TeeResult.SUCCESS);
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u);
        test.Close(second).ShouldBe(TeeResult.SUCCESS);

        test.World.Contexts.ShouldBeEmpty();
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
        test.ShouldBeSound();
    }

    [Theory]
    [InlineData(TaFlags.SingleInstance | TaFlags.InstanceKeepAlive, true)]
    [InlineData(TaFlags.InstanceKeepAlive, false)]
    [InlineData(TaFlags.SingleInstance, false)]
    public void Only_a_single_instance_is_kept_alive(TaFlags flags, bool kept)
    {
        TestWorld test = TestWorld.Amlogic(o => o with { Tas = [new TaDefinition("other", Other, flags, [])] });
        uint session = test.Open(Other);
        TaContext context = test.World.Contexts[0];

        test.Close(session);

        test.World.Contexts.ShouldBe(kept ? [context with { Sessions = 0 }] : []);
        test.Open(Other);
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u, "a context that is kept is not busy");
    }

    [Fact]
    public void A_session_is_closed_once()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);

        test.Close(session);

        test.Close(session).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Close(0).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Fact]
    public void The_session_is_freed_first_then_the_regions_then_the_context()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);
        ulong sessionAddress = test.FirstOf("tee_ta_init_session");
        ulong[] regions = [.. test.RegionsOf(TestWorld.Drm).Select(r => r.Address)];
        ulong context = test.World.Contexts[0].Address;
        test.Told.Clear();

        test.Close(session);

        test.Told.Where(e => e.Kind == TeeEventKind.Freed).Select(e => e.Address)
            .ShouldBe([sessionAddress, .. regions, context, test.FirstOf("mobj_shm_alloc")], "the call's arguments come last");
    }

    [Fact]
    public void Other_TAs_keep_their_contexts()
    {
        TestWorld test = TestWorld.Amlogic();
        uint drm = test.Open(TestWorld.Drm);
        test.Open(TestWorld.Tvp);

        test.Close(drm);

        test.World.Contexts.ShouldHaveSingleItem().Uuid.ShouldBe(TestWorld.Tvp);
        test.ShouldBeSound();
    }
}
