using TeeSim.Core.Panics;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Drivers;

/// <summary>What a guarded driver may not do: each ends the call as a panic of the core does.</summary>
public class GuardTests
{
    [Fact]
    public void Its_own_buffer_and_statics_are_its_own()
    {
        Close(d =>
        {
            d.Core.Memory.Write<ulong>(d.Statics) = 1;
            d.Core.Memory.Write<uint>(d.Statics + 12) = 2;
            d.Core.Memory.Write<uint>(d.Buffer) = 3;
            d.Core.Memory.Write<uint>(d.Buffer + BadDriver.BufferSize - 4) = 4;
            d.Core.Memory.WriteBytes(d.Buffer, BadDriver.BufferSize).Clear();
            d.Core.Free(0);
            d.Core.Free(d.Buffer);
        }).Panic.ShouldBeNull();
    }

    [Fact]
    public void Freed_memory_is_a_use_after_free() => ShouldPanic(
        d =>
        {
            d.Core.Free(d.Buffer);
            _ = d.Core.Memory.Read<uint>(d.Buffer + 4);
        },
        CorePanicKind.UseAfterFree, "driver 'bad' touches 4 bytes: freed by the driver");

    [Fact]
    public void Freed_memory_that_somebody_else_has_now_is_one_too() => ShouldPanic(
        d =>
        {
            d.Core.Free(d.Buffer);
            ulong mobj = d.Core.MobjPhysAlloc(TestWorld.Input, 0x1000, 0, BufferAttribute.SdpMem);
            d.Core.Memory.Write<byte>(d.Buffer) = 1;
            d.Core.MobjPut(mobj);
        },
        CorePanicKind.UseAfterFree);

    [Fact]
    public void The_byte_behind_a_buffer_is_not_the_drivers() => ShouldPanic(
        d => d.Core.Memory.Write<uint>(d.Buffer + BadDriver.BufferSize) = 1, CorePanicKind.ForeignMemory,
        "driver 'bad' touches 4 bytes: behind a buffer of the driver");

    [Fact]
    public void Nor_is_a_value_that_begins_inside_and_ends_behind() => ShouldPanic(
        d => d.Core.Memory.Write<ulong>(d.Buffer + 24) = 1, CorePanicKind.ForeignMemory,
        "driver 'bad' touches 8 bytes: behind a buffer of the driver");

    [Fact]
    public void Nor_is_what_the_core_has_allocated() => ShouldPanic(
        d => d.Core.Memory.Write<uint>(d.Core.Regions(d.Core.CurrentContext)[0].Address) = 1,
        CorePanicKind.ForeignMemory, "driver 'bad' touches 4 bytes: a buffer of the core from vm_map_pad (tee_mmu.c:257)");

    [Fact]
    public void Nor_are_the_cores_statics() => ShouldPanic(
        d => _ = d.Core.Memory.Read<uint>(d.Statics - 8), CorePanicKind.ForeignMemory,
        "driver 'bad' touches 4 bytes: static variables of the core");

    [Theory]
    [InlineData(0UL)]
    [InlineData(0xdead_beefUL)]
    [InlineData(ulong.MaxValue)]
    public void Nor_is_nothing_at_all(ulong address) => ShouldPanic(
        d => _ = d.Core.Memory.Read<uint>(address), CorePanicKind.ForeignMemory, "driver 'bad' touches 4 bytes: outside of all memory");

    [Fact]
    public void A_double_free() => ShouldPanic(
        d =>
        {
            d.Core.Free(d.Buffer);
            d.Core.Free(d.Buffer);
        },
        CorePanicKind.UseAfterFree, "driver 'bad' frees the same buffer twice");

    [Fact]
    public void A_free_of_the_inside_of_a_buffer() => ShouldPanic(d => d.Core.Free(d.Buffer + 8), CorePanicKind.ForeignMemory);

    [Fact]
    public void A_free_of_the_cores_memory() =>
        ShouldPanic(d => d.Core.Free(d.Core.Regions(d.Context)[0].Address), CorePanicKind.ForeignMemory);

    [Fact]
    public void An_object_put_twice() => ShouldPanic(
        d =>
        {
            ulong mobj = d.Core.MobjPhysAlloc(TestWorld.Input, 0x1000, 0, BufferAttribute.SdpMem);
            d.Core.MobjPut(mobj);
            d.Core.MobjPut(mobj);
        },
        CorePanicKind.UseAfterFree);

    [Fact]
    public void An_object_mapped_after_it_was_put() => ShouldPanic(
        d =>
        {
            ulong mobj = d.Core.MobjPhysAlloc(TestWorld.Input, 0x1000, 0, BufferAttribute.SdpMem);
            d.Core.MobjPut(mobj);
            ulong va = 0;
            d.Core.VmMap(d.Context, ref va, 0x1000, Mattr.Ur, VmFlags.None, mobj, 0);
        },
        CorePanicKind.UseAfterFree);

    [Fact]
    public void An_object_that_a_region_holds_may_be_mapped_but_not_put() => ShouldPanic(
        d =>
        {
            ulong va = 0;
            RegionInfo stack = d.Core.Regions(d.Context)[^1];
            d.Core.MobjGetPa(stack.Mobj, stack.Offset, out _).ShouldBe(Core.TeeResult.SUCCESS);
            d.Core.VmMap(d.Context, ref va, 0x1000, Mattr.Ur, VmFlags.None, stack.Mobj, stack.Offset).ShouldBe(Core.TeeResult.SUCCESS);
            d.Core.MobjPut(stack.Mobj);
        },
        CorePanicKind.ForeignMemory);

    [Fact]
    public void A_context_that_never_was_one() => ShouldPanic(d => d.Core.SetCurrentContext(d.Buffer), CorePanicKind.ForeignMemory);

    [Fact]
    public void A_context_that_has_ended()
    {
        TestWorld test = Guarded(new BadDriverFactory(d => d.Core.SetCurrentContext(d.Context)));
        uint gone = test.Open(TestWorld.Drm);
        uint tvp = test.Open(TestWorld.Tvp);
        test.OpenChannel(gone, out _);
        test.CloseChannel(tvp, 1);
        test.Close(gone);

        TeeOutcome outcome = test.World.CloseChannel("p", tvp, 1);

        CorePanicException panic = outcome.Panic.ShouldNotBeNull();
        panic.Kind.ShouldBe(CorePanicKind.UseAfterFree);
        panic.Message.ShouldStartWith("use after free in close_channel: driver 'bad' asks for set_ctx of what is no context: "
            + "the context of a TA that has ended, address 0x");
    }

    [Fact]
    public void A_driver_that_swallows_what_was_found_is_found_all_the_same() => ShouldPanic(
        d =>
        {
            try
            {
                d.Core.Free(d.Buffer + 8);
            }
            catch (CorePanicException)
            {
                d.Core.Free(d.Buffer);
            }
        },
        CorePanicKind.ForeignMemory);

    [Fact]
    public void Another_exception_is_a_fault_of_the_driver_and_goes_through()
    {
        DriverFaultException fault = Should.Throw<DriverFaultException>(() => Close(_ => throw new KeyNotFoundException("no channel 7")));

        (fault.Driver, fault.Entry).ShouldBe(("bad", "close_channel"));
        fault.InnerException.ShouldBeOfType<KeyNotFoundException>();
        Should.Throw<KeyNotFoundException>(() => Close(_ => throw new KeyNotFoundException(), guarded: false));
    }

    [Fact]
    public void A_walk_over_a_whole_segment_is_not_for_drivers() =>
        Should.Throw<DriverFaultException>(() => Close(d => d.Core.Memory.ReaderAt<uint>(d.Buffer))).Message
            .ShouldEndWith("a guarded driver reads value by value");

    [Fact]
    public void Unguarded_all_that_goes_unnoticed()
    {
        Close(d => d.Core.Memory.Write<uint>(d.Buffer + BadDriver.BufferSize) = 0, guarded: false).Panic.ShouldBeNull();
        TestWorld.Amlogic().World.Memory.Segments.ShouldNotContain(s => s.Name == "driver_shadow");
        Guarded(TvpDrivers.All[0]).World.Memory.Segments.Count(s => s.Name == "driver_shadow").ShouldBe(1);
    }

    [Fact]
    public void A_mutex_that_is_locked_twice_hangs_the_call_and_one_that_is_unlocked_twice_the_core()
    {
        Action<BadDriver> twice = d =>
        {
            d.Core.MutexInit(d.Statics);
            d.Core.MutexLock(d.Statics);
            d.Core.MutexUnlock(d.Statics);
            d.Core.MutexLock(d.Statics);
            d.Core.MutexLock(d.Statics);
        };
        foreach (bool guarded in new[] { true, false })
        {
            TeeOutcome hang = Close(twice, guarded);
            hang.Hang.ShouldBe("mutex_lock waits for ever: the mutex is locked, and nobody is left to unlock it");
            CorePanicException panic = Close(d => d.Core.MutexUnlock(d.Statics + 4), guarded).Panic.ShouldNotBeNull();
            (panic.Kind, panic.Site.Function).ShouldBe((CorePanicKind.Panic, "mutex_unlock"));
        }
    }

    [Fact]
    public void A_snapshot_keeps_what_is_whose()
    {
        TestWorld test = Guarded(new BadDriverFactory(d => d.Core.Free(d.Buffer)));
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _);
        WorldSnapshot live = test.World.Snapshot();

        test.CloseChannel(session, 1);
        WorldSnapshot freed = test.World.Snapshot();
        test.World.Restore(live);
        test.CloseChannel(session, 1).ShouldBe(Core.TeeResult.SUCCESS);
        test.World.Restore(freed);

        test.World.CloseChannel("p", session, 1).Panic.ShouldNotBeNull().Kind.ShouldBe(CorePanicKind.UseAfterFree);
    }

    private static void ShouldPanic(Action<BadDriver> close, CorePanicKind kind, string? what = null)
    {
        CorePanicException panic = Close(close).Panic.ShouldNotBeNull();
        (panic.Kind, panic.Site.Function).ShouldBe((kind, "close_channel"));
        if (what is not null) panic.What.ShouldBe(what);
    }

    private static TeeOutcome Close(Action<BadDriver> close, bool guarded = true)
    {
        TestWorld test = TestWorld.Amlogic(o => o with { Driver = new BadDriverFactory(close), GuardDriver = guarded });
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _);
        return test.World.CloseChannel("p", session, 1);
    }

    private static TestWorld Guarded(ITvpDriverFactory driver) => TestWorld.Amlogic(o => o with { Driver = driver, GuardDriver = true });
}
