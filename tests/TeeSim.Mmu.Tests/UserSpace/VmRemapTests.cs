using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

/// <summary>Moving a range, and what 3.10 leaves behind when that fails half way.</summary>
public class VmRemapTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_part_of_a_region_moves_with_its_offset(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        ulong mobj = mmu.Sdp(4);
        ulong va = mmu.Map(mobj, 4);
        ulong newVa = va + 0x1_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, va + 0x1000, 0x2000, 0, 0).ShouldBe(TeeResult.SUCCESS);

        newVa.ShouldBe(va + 0x1_0000);
        mmu.Regions.Select(r => (r.Va - va, r.Size, r.Offset)).ShouldBe(
            [(0UL, 0x1000UL, 0UL), (0x3000UL, 0x1000UL, 0x3000UL), (0x1_0000UL, 0x2000UL, 0x1000UL)]);
        mmu.Mobjs.Refc(mobj).ShouldBe(4u);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Without_a_wanted_address_the_first_gap_is_taken_paddings_included()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);
        mmu.Map(mmu.Sdp(1), 1, 0x10_4000);
        mmu.Map(mmu.Sdp(2), 2, 0x12_0000);
        ulong newVa = 0;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x12_0000, 0x2000, 0x1000, 0x1000).ShouldBe(TeeResult.SUCCESS);

        newVa.ShouldBe(0x10_6000UL, "the first gap has three pages, four are needed");
    }

    [Fact]
    public void Several_regions_stay_together_and_the_first_looks_for_room_for_all()
    {
        TestMmu mmu = TwoRegions(VmFlags.None, VmFlags.None);
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);
        mmu.Map(mmu.Sdp(1), 1, 0x10_2000);
        ulong newVa = 0;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0).ShouldBe(TeeResult.SUCCESS);

        newVa.ShouldBe(0x10_3000UL, "not the gap of one page at 0x101000");
        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x102000+1:rw-RW- 0x103000+1:rw-RW- 0x104000+1:rw-RW-", "regions are not merged");
        mmu.ShouldBeSound();
    }

    [Theory]
    [InlineData(0x20_0000UL, 0UL)]
    [InlineData(0x20_0000UL, 0x800UL)]
    [InlineData(0x20_0800UL, 0x1000UL)]
    [InlineData(0x20_0000UL, 0x3000UL)]
    [InlineData(0x20_0000UL, 0xffff_f000UL)]
    [InlineData(0x30_0000UL, 0x1000UL)]
    public void A_range_that_is_not_wholly_mapped_is_refused(ulong oldVa, ulong length)
    {
        TestMmu mmu = TwoRegions(VmFlags.None, VmFlags.None);
        ulong newVa = 0;

        mmu.Mmu.VmRemap(Context, ref newVa, oldVa, length, 0, 0).ShouldBe(TeeResult.BAD_PARAMETERS);

        newVa.ShouldBe(0UL);
        mmu.Table.ShouldBe("0x200000+1:rw-RW- 0x201000+1:rw-RW-");
    }

    [Fact]
    public void Regions_must_continue_each_others_offset()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(3);
        mmu.Map(mobj, 1, 0x20_0000);
        mmu.Map(mobj, 1, 0x20_1000, offset: 0x2000);
        ulong newVa = 0;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void The_last_regions_object_attributes_and_flags_are_never_compared()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(2), 1, 0x20_0000);
        mmu.Map(mmu.Sdp(2, pa: 0x5a10_0000), 1, 0x20_1000, VmFlags.Readonly, 0x1000, Mattr.Pr);
        ulong newVa = 0x21_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x210000+1:rw-RW- 0x211000+1:---R--");
    }

    [Fact]
    public void A_region_between_two_others_must_be_like_the_first()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(3);
        mmu.Map(mobj, 1, 0x20_0000);
        mmu.Map(mobj, 1, 0x20_1000, offset: 0x1000, prot: Mattr.Pr);
        mmu.Map(mobj, 1, 0x20_2000, offset: 0x2000);
        ulong newVa = 0x21_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x3000, 0, 0).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void An_empty_region_at_the_end_moves_along()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(2), 2);
        mmu.Map(mmu.Sdp(1), 0, va + 0x2000);
        ulong newVa = 0x11_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, va, 0x2000, 0, 0).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x110000+2:rw-RW- 0x112000+0:rw-RW-");
    }

    [Fact]
    public void A_single_region_that_finds_no_gap_is_put_back()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);
        mmu.Map(mmu.Sdp(1), 1, 0x11_0000);
        ulong newVa = 0x11_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x10_0000, 0x1000, 0, 0).ShouldBe(TeeResult.ACCESS_CONFLICT);

        newVa.ShouldBe(0x11_0000UL);
        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x110000+1:rw-RW-");
        mmu.ShouldBeSound();
    }

    [Fact]
    public void When_only_page_tables_are_missing_the_region_has_moved_although_the_call_failed()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 1, 0x10_1000);
        ulong newVa = 0x100_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x10_1000, 0x1000, 0, 0).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x1000000+1:rw-RW-", "the undo loop leaves out the region placed last");
        mmu.ShouldBeSound();
    }

    [Fact]
    public void When_the_second_region_finds_no_gap_the_first_stays_and_the_second_takes_its_old_place()
    {
        // Behind a shareable region one without flags needs a guard page, in front of one it does not.
        TestMmu mmu = TwoRegions(VmFlags.Shareable, VmFlags.None);
        ulong newVa = 0x21_0000;

        mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0).ShouldBe(TeeResult.ACCESS_CONFLICT);

        mmu.Regions.Select(r => (r.Va, r.Flags, r.Offset)).ShouldBe(
            [(0x20_0000UL, VmFlags.None, 0x1000UL), (0x21_0000UL, VmFlags.Shareable, 0UL)]);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void A_region_that_cannot_go_back_panics_at_612()
    {
        TestMmu mmu = TwoRegions(VmFlags.Shareable, VmFlags.None);
        mmu.Map(mmu.Sdp(1), 1, 0x1f_f000, VmFlags.Shareable);
        ulong newVa = 0x21_0000;

        Action remap = () => mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0);

        remap.ShouldPanic(CorePanicKind.Panic, "Panic 'Cannot restore mapping' at core/arch/arm/mm/tee_mmu.c:612 <vm_remap>");
    }

    [Fact]
    public void Two_regions_without_page_tables_panic_at_614()
    {
        TestMmu mmu = TwoRegions(VmFlags.None, VmFlags.None);
        ulong newVa = 0x100_0000;
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);

        Action remap = () => mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0);

        remap.ShouldPanic(CorePanicKind.Panic, "Panic 'Cannot restore mapping' at core/arch/arm/mm/tee_mmu.c:614 <vm_remap>");
    }

    [Fact]
    public void Another_context_than_the_current_one_fails_an_assertion()
    {
        TestMmu mmu = TwoRegions(VmFlags.None, VmFlags.None);
        mmu.Current = 0;
        ulong newVa = 0;

        Action remap = () => mmu.Mmu.VmRemap(Context, ref newVa, 0x20_0000, 0x2000, 0, 0);

        remap.ShouldPanic(
            CorePanicKind.Assertion,
            $"assertion 'the context is the current one' failed at core/arch/arm/mm/tee_mmu.c:0 <vm_remap>, address 0x{Context:x}");
    }

    /// <summary>Two pages of one object in two regions at 0x200000.</summary>
    private static TestMmu TwoRegions(VmFlags first, VmFlags second)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 1, 0x20_1000, second, 0x1000);
        mmu.Map(mobj, 1, 0x20_0000, first);
        return mmu;
    }
}
