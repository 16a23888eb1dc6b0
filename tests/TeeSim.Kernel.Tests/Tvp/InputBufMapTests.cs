using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Drivers;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>The codes of map in the order of its checks.</summary>
public class InputBufMapTests
{
    [Theory]
    [InlineData(TestWorld.Input, 0UL)]
    [InlineData(TestWorld.Input + 0x10, 0x1000UL)]
    [InlineData(TestWorld.Input, 0x1010UL)]
    [InlineData(0x10UL, 0x1000UL)]
    public void An_empty_or_unaligned_range_comes_first(ulong pa, ulong size)
    {
        (TestWorld test, uint session) = WithChannel(maps: 0);

        test.Map(session, pa, size, out ulong va).ShouldBe(TeeResult.BAD_PARAMETERS);

        va.ShouldBe(0UL);
    }

    [Theory]
    [InlineData(TestWorld.Input - 0x1000, 0x1000UL)]
    [InlineData(TestWorld.Input - 0x1000, 0x2000UL)]
    [InlineData(TestWorld.Input + 0xf_f000, 0x2000UL)]
    [InlineData(TestWorld.Input + 0x10_0000, 0x1000UL)]
    [InlineData(TestWorld.Input, 0xffff_ffff_ffff_f000UL)]
    [InlineData(0x1_0000_0000 + TestWorld.Input, 0x1000UL)]
    public void A_range_in_no_channel_of_the_callers_comes_second(ulong pa, ulong size)
    {
        (TestWorld test, uint session) = WithChannel(maps: 0);

        test.Map(session, pa, size, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Fact]
    public void A_channel_bound_to_another_TA_does_not_count()
    {
        (TestWorld test, _) = WithChannel(maps: 1);

        test.Map(test.Open(TestWorld.Tvp), TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.ITEM_NOT_FOUND);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_number_of_live_mappings_comes_third(uint most)
    {
        (TestWorld test, uint session) = WithChannel(most);
        for (uint i = 0; i < most; i++) test.Map(session, TestWorld.Input + i * 0x1000, 0x1000, out _).ShouldBe(TeeResult.SUCCESS);
        test.FillHeapButForACall();

        test.Map(session, TestWorld.Input + 0x8_0000, 0x1000, out _).ShouldBe(TeeResult.BUSY);
        test.Unmap(session, TestWorld.Input, 0x1000).ShouldBe(TeeResult.SUCCESS);
        test.Map(session, TestWorld.Input + 0x8_0000, 0x1000, out _).ShouldBe(TeeResult.SUCCESS, "what was freed suffices");
    }

    [Fact]
    public void The_heap_comes_fourth()
    {
        (TestWorld test, uint session) = WithChannel(maps: 1);
        test.FillHeapButForACall();

        test.Map(session, TestWorld.Input, 0x1000, out _).ShouldBe(TeeResult.OUT_OF_MEMORY);
    }

    [Theory]
    [InlineData("amlogic-3.9-arm32", TeeResult.ACCESS_CONFLICT)]
    [InlineData("optee-3.10-arm32", TeeResult.OUT_OF_MEMORY)]
    public void What_vm_map_returns_comes_last_and_leaves_nothing(string profile, TeeResult expected)
    {
        // 31 MiB do not fit into the TA's addresses; 7 MiB need more page tables than two threads have.
        ulong size = expected == TeeResult.ACCESS_CONFLICT ? 0x1f0_0000UL : 0x70_0000UL;
        TargetProfile target = TargetProfiles.Find(profile)!;
        var test = new TestWorld(target with { Boot = target.Boot with { Vdec = new AddressRange(0x5a00_0000, 0x200_0000) } });
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out uint handle, 0x5a00_0000, size).ShouldBe(TeeResult.SUCCESS);
        uint before = test.World.Heap.Stats.Allocated;

        test.Map(session, 0x5a00_0000, size, out ulong va).ShouldBe(expected);

        va.ShouldBe(0UL);
        test.World.Heap.Stats.Allocated.ShouldBe(before);
        test.Map(session, 0x5a00_0000, 0x1000, out _).ShouldBe(TeeResult.SUCCESS, "the failure does not count as a mapping");
        test.CloseChannel(session, handle);
    }

    [Fact]
    public void The_region_lies_behind_the_stack_without_a_gap_and_holds_the_only_reference()
    {
        (TestWorld test, uint session) = WithChannel(maps: 1);

        test.Map(session, 0x5a39_9000, 0x1000, out ulong va).ShouldBe(TeeResult.SUCCESS);

        va.ShouldBe(0x11_9000UL);
        RegionInfo region = test.RegionsOf(TestWorld.Drm)[^1];
        test.World.Mobjs.Refc(region.Mobj).ShouldBe(1u);
        region.Flags.ShouldBe(VmFlags.None);
        region.Attr.ShouldBe(Mattr.Valid | Mattr.Secure | Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw, "non-cached");
        test.World.Mmu.MappingLines(test.World.Contexts[0].UserModeCtx)[^1].ShouldBe(
            "region 7: va 0x00119000 pa 0x5a399000 size 0x001000 flags rw-RW-");
        test.ShouldBeSound();
    }

    [Fact]
    public void It_allocates_record_object_and_region_in_this_order()
    {
        (TestWorld test, uint session) = WithChannel(maps: 1);
        test.Told.Clear();

        test.Map(session, TestWorld.Input, 0x1000, out _);

        test.Told.Where(e => e.Kind == TeeEventKind.Allocated).Select(e => test.World.Describe(e.Site)!.Value.ShortForm).ShouldBe(
            ["mobj.c:396", "tee_tvp.c:171", "mobj.c:168", "tee_mmu.c:257"], "the first is the call's arguments");
    }

    private static (TestWorld Test, uint Session) WithChannel(uint maps)
    {
        TestWorld test = TestWorld.Amlogic(o => o with { DriverSettings = DriverSettings.None.With("maps_per_channel", maps) });
        uint session = test.Open(TestWorld.Drm);
        test.OpenChannel(session, out _).ShouldBe(TeeResult.SUCCESS);
        return (test, session);
    }
}
