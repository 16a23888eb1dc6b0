using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tests.Drivers;

namespace TeeSim.Kernel.Tests.Tvp;

public class InputBufUnmapTests
{
    [Theory]
    [InlineData(TestWorld.Input, 0x1000UL)]
    [InlineData(TestWorld.Input, 0x3000UL)]
    [InlineData(TestWorld.Input + 0x1000, 0x1000UL)]
    [InlineData(TestWorld.Input, 0UL)]
    [InlineData(0x1_0000_0000 + TestWorld.Input, 0x2000UL)]
    public void Only_the_same_pa_and_size_find_a_mapping(ulong pa, ulong size)
    {
        (TestWorld test, uint session) = Mapped();
        test.Lines.Clear();

        test.Unmap(session, pa, size).ShouldBe(TeeResult.ITEM_NOT_FOUND);

        test.Lines[0].ShouldEndWith($"E/TC:? 00 tee_tvp_vdec_input_buf_unmap:214 no mapping of pa 0x{pa:x} size 0x{size:x}");
        test.Unmap(session, TestWorld.Input, 0x2000).ShouldBe(TeeResult.SUCCESS);
    }

    [Fact]
    public void Another_TA_finds_none()
    {
        (TestWorld test, _) = Mapped();

        test.Unmap(test.Open(TestWorld.Tvp), TestWorld.Input, 0x2000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Fact]
    public void Region_object_and_record_go()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out uint handle);
        uint before = test.World.Heap.Stats.Allocated;
        test.Map(session, TestWorld.Input, 0x2000, out _);

        test.Unmap(session, TestWorld.Input, 0x2000).ShouldBe(TeeResult.SUCCESS);

        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.RegionsOf(TestWorld.Drm).Count.ShouldBe(7);
        test.Unmap(session, TestWorld.Input, 0x2000).ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.CloseChannel(session, handle);
        test.Close(session);
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start);
        test.ShouldBeSound();
    }

    [Fact]
    public void When_vm_unmap_fails_the_record_stays()
    {
        // The context that was mapped into is gone, a new one of the same TA asks.
        (TestWorld test, uint session) = Mapped();
        test.Close(session);
        uint again = test.Open(TestWorld.Drm);

        test.Unmap(again, TestWorld.Input, 0x2000).ShouldBe(TeeResult.BAD_PARAMETERS);

        test.Map(again, TestWorld.Input + 0x4000, 0x1000, out _).ShouldBe(TeeResult.BUSY);
    }

    [Fact]
    public void Mappings_of_several_channels_are_told_apart()
    {
        TestWorld test = TestWorld.Amlogic(o => o with { DriverSettings = DriverSettings.None.With("maps_per_channel", 2) });
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _, TestWorld.Input, 0x8000);
        test.OpenChannel(session, out _, TestWorld.Input + 0x8000, 0x8000);
        ulong[] pas = [TestWorld.Input, TestWorld.Input + 0x4000, TestWorld.Input + 0x8000, TestWorld.Input + 0xc000];
        ulong[] vas = [.. pas.Select(pa => test.Map(session, pa, 0x1000, out ulong va) == TeeResult.SUCCESS ? va : 0)];

        test.Unmap(session, pas[2], 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.Unmap(session, pas[1], 0x1000).ShouldBe(TeeResult.SUCCESS);

        test.RegionsOf(TestWorld.Drm).Skip(7).Select(r => r.Va).ShouldBe([vas[0], vas[3]]);
        test.Map(session, pas[1], 0x1000, out ulong again).ShouldBe(TeeResult.SUCCESS);
        again.ShouldBe(vas[1], "the first gap that fits");
    }

    [Fact]
    public void The_callers_context_is_current_during_the_call_only()
    {
        (TestWorld? booted, ulong va) = (null, 0);
        TestWorld test =
            booted = new ScriptedDriver(_ => booted!.World.Mmu.VmUnmap(booted.World.Contexts[0].UserModeCtx, va, 0x1000)).Boot();
        uint session = test.Open(TestWorld.Drm);
        ulong context = test.World.Contexts[0].UserModeCtx;
        va = test.RegionsOf(TestWorld.Drm)[^1].Va;

        Should.Throw<CorePanicException>(() => test.World.Mmu.VmUnmap(context, va, 0x1000)).Site.Function.ShouldBe("vm_unmap");
        ScriptedDriver.Call(test, session).IsSuccess.ShouldBeTrue();
        test.RegionsOf(TestWorld.Drm).ShouldNotContain(r => r.Va == va);
    }

    private static (TestWorld Test, uint Session) Mapped()
    {
        TestWorld test = TestWorld.Amlogic();
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _).ShouldBe(TeeResult.SUCCESS);
        test.Map(session, TestWorld.Input, 0x2000, out _).ShouldBe(TeeResult.SUCCESS);
        return (test, session);
    }
}
