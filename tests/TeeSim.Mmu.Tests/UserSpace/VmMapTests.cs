using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

/// <summary>
/// The errors of <c>vm_map_pad</c> in the order of its checks: each case would fail at the later ones, too. Nothing may be left behind.
/// </summary>
public class VmMapTests
{
    private const uint NoProt = (uint)Mattr.Secure;
    private const ulong Unaligned = 0x80_0800;

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Fact]
    public void Prot_bits_outside_of_the_mask_come_first()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.LeaveRoomFor(0);
        mmu.Told.Clear();

        Fails(mmu, TeeResult.BAD_PARAMETERS, mobj: 0, prot: NoProt);

        mmu.Told.ShouldBeEmpty("nothing was asked of the heap");
    }

    [Fact]
    public void The_heap_comes_second()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.LeaveRoomFor(0);

        Fails(mmu, TeeResult.OUT_OF_MEMORY, mobj: 0);
    }

    [Fact]
    public void An_object_without_cache_attributes_comes_third()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong shm = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 0x1000, 0);

        Fails(mmu, TeeResult.GENERIC, mobj: 0, va: Unaligned);
        Fails(mmu, TeeResult.GENERIC, shm, va: Unaligned);
    }

    [Theory]
    [InlineData(Unaligned, 0UL, 0UL)]
    [InlineData(0UL, 1UL, 0UL)]
    [InlineData(0UL, 0UL, 0xfffUL)]
    public void An_unaligned_address_or_padding_comes_fourth(ulong va, ulong padBegin, ulong padEnd)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);

        Fails(mmu, TeeResult.ACCESS_CONFLICT, mmu.Sdp(1), va, offset: 0x1000, padBegin: padBegin, padEnd: padEnd);
    }

    [Theory]
    [InlineData(0x1000UL, 0x2000UL)]
    [InlineData(1UL, 0x1000UL)]
    [InlineData(0UL, 0x2001UL)]
    [InlineData(0xffff_f000UL, 0x1000UL)]
    public void A_range_outside_of_the_object_comes_fifth(ulong offset, ulong length)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);

        Fails(mmu, TeeResult.BAD_PARAMETERS, mmu.Sdp(offset == 1 ? 1UL : 2UL), va: 0x1000, length: length, offset: offset);
    }

    [Theory]
    [InlineData(0x1000UL)]
    [InlineData(0x0200_0000UL)]
    public void An_address_without_a_gap_comes_sixth(ulong va)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Mmu.PageTables = 0;

        Fails(mmu, TeeResult.ACCESS_CONFLICT, mmu.Sdp(1), va);
    }

    [Fact]
    public void Page_tables_come_last()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Mmu.PageTables = 0;

        Fails(mmu, TeeResult.OUT_OF_MEMORY, mmu.Sdp(1));

        mmu.Told.ShouldNotContain(e => e.Kind == TeeEventKind.RegionAdded);
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_mapping_holds_one_reference_beside_the_callers(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        ulong mobj = mmu.Sdp(2);

        ulong va = mmu.Map(mobj, 2);

        va.ShouldBe(build.Base);
        mmu.Mobjs.Refc(mobj).ShouldBe(2u);
        mmu.Mobjs.MobjPut(mobj);
        mmu.Mmu.VmUnmap(TestMmu.Context(0), va, 0x2000).ShouldBe(TeeResult.SUCCESS);
        mmu.Heap.Stats.Allocated.ShouldBe(mmu.Start);
        mmu.ShouldBeSound();
    }

    [Theory]
    [InlineData(1UL, 0x1000UL)]
    [InlineData(0x1000UL, 0x1000UL)]
    [InlineData(0x1001UL, 0x2000UL)]
    [InlineData(0UL, 0UL)]
    [InlineData(0xffff_f001UL, 0UL)]
    public void A_length_is_rounded_up_modulo_the_word(ulong length, ulong size)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = 0;

        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref va, length, 0, VmFlags.None, mmu.Sdp(2), 0, 0, 0).ShouldBe(TeeResult.SUCCESS);

        mmu.Regions.ShouldHaveSingleItem().Size.ShouldBe(size);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void An_offset_needs_no_alignment()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);

        mmu.Map(mmu.Sdp(2), 1, offset: 0x123);

        mmu.Mmu.MappingLines(TestMmu.Context(0)).ShouldBe([" region  0: va 0x00100000 pa 0x5a000123 size 0x001000 flags rw-RW-"]);
    }

    [Fact]
    public void Attributes_and_flags_are_kept_in_16_bits()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);

        mmu.Map(mmu.NonSecure(1), 1, flags: (VmFlags)0x1_0010, prot: Mattr.Ux | Mattr.Px);

        RegionInfo region = mmu.Regions.ShouldHaveSingleItem();
        region.Flags.ShouldBe(VmFlags.Readonly);
        ((uint)region.Attr).ShouldBe(0x1241u, "cached, UX, PX, valid, not secure");
    }

    [Fact]
    public void Mapping_does_not_need_the_context_to_be_current()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Current = 0;

        mmu.Map(mmu.Sdp(1), 1).ShouldBe(0x10_0000UL);
    }

    [Fact]
    public void A_mapping_is_an_event_with_address_size_and_region()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);

        mmu.Map(mobj, 2);

        TeeEvent told = mmu.Told[^1];
        (told.Kind, told.Address, told.Size, told.Object).ShouldBe(
            (TeeEventKind.RegionAdded, 0x10_0000UL, 0x2000UL, mmu.Regions[0].Address));
    }

    private static void Fails(
        TestMmu mmu, TeeResult expected, ulong mobj, ulong va = 0, ulong length = 0x1000, uint prot = (uint)TestMmu.Rw, ulong offset = 0,
        ulong padBegin = 0, ulong padEnd = 0)
    {
        uint before = mmu.Heap.Stats.Allocated;
        ulong variable = va;

        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref variable, length, prot, VmFlags.None, mobj, offset, padBegin, padEnd).ShouldBe(expected);

        variable.ShouldBe(va, "the caller's variable stays");
        mmu.Heap.Stats.Allocated.ShouldBe(before);
        if (mobj != 0) mmu.Mobjs.Refc(mobj).ShouldBe(1u);
        mmu.Regions.ShouldBeEmpty();
        mmu.ShouldBeSound();
    }
}
