using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>Another driver takes the shipped one's place with nothing but the public interface.</summary>
public class ReplacementDriverTests
{
    [Fact]
    public void Calls_reach_the_driver_that_the_world_was_booted_with()
    {
        TestWorld test = World();
        uint session = test.Open(TestWorld.Drm);
        uint before = test.World.Heap.Stats.Allocated;

        test.OpenChannel(session, out uint handle).ShouldBe(TeeResult.SUCCESS);
        handle.ShouldBe(77u);
        test.BindChannel(session, handle, TestWorld.Drm).ShouldBe(TeeResult.SUCCESS);
        test.BindChannel(session, handle, TestWorld.Tvp).ShouldBe(TeeResult.BAD_STATE);
        test.Map(session, TestWorld.Input, 0x1000, out ulong va).ShouldBe(TeeResult.SUCCESS);
        va.ShouldBe(0x11_9000UL);
        test.Listing.ShouldContain(("own_map", 100u));
        test.Unmap(session, TestWorld.Input, 0x1000).ShouldBe(TeeResult.SUCCESS);

        test.Lines[^1].ShouldBe("[    0.006000@0] [TEE] E/TC:? 00 own_map:12 unmap in a world of 4-byte words, pool at 0x5a000000");
        test.World.Heap.Stats.Allocated.ShouldBe(before);
    }

    [Fact]
    public void Unmapping_from_another_TAs_context_stops_the_core()
    {
        TestWorld test = World();
        uint drm = test.Open(TestWorld.Drm);
        uint tvp = test.Open(TestWorld.Tvp);
        test.Map(drm, TestWorld.Input, 0x1000, out _);

        TeeOutcome outcome = test.World.CloseChannel("input", tvp, 77);

        CorePanicException panic = outcome.Panic.ShouldNotBeNull();
        (panic.Kind, panic.What, panic.Site.Function).ShouldBe((CorePanicKind.Assertion, "the context is the current one", "vm_unmap"));
        panic.Address.ShouldBe(test.World.Contexts[0].UserModeCtx);
    }

    [Fact]
    public void Unmapping_from_the_same_TAs_context_does_not()
    {
        TestWorld test = World();
        uint drm = test.Open(TestWorld.Drm);
        test.Map(drm, TestWorld.Input, 0x1000, out _);

        test.CloseChannel(drm, 77).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void Static_memory_is_reserved_while_booting_only()
    {
        var own = new OwnDriverFactory();
        TestWorld.Amlogic(o => o with { Driver = own });

        Should.Throw<InvalidOperationException>(() => own.Created!.Core.StaticData(8)).Message.ShouldBe(
            "static memory can only be reserved while a driver is created");
    }

    [Fact]
    public void A_drivers_static_memory_is_among_the_worlds_statics()
    {
        AddressRange own = World().World.Statics;
        AddressRange shipped = TestWorld.Amlogic().World.Statics;

        own.Start.ShouldBe(shipped.Start);
        (own.Size - shipped.Size).ShouldBe(32UL - 12UL, "the shipped driver has a list head and a handle");
    }

    [Theory]
    [InlineData("shipped", true)]
    [InlineData("Shipped", false)]
    [InlineData("own", false)]
    public void Drivers_are_found_by_their_exact_name(string name, bool known) => (TvpDrivers.Find(name)?.Name == name).ShouldBe(known);

    private static TestWorld World() => TestWorld.Amlogic(o => o with { Driver = new OwnDriverFactory() });
}
