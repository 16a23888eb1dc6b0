using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class VmSetProtTests
{
    private const uint ReadOnly = (uint)(Mattr.Ur | Mattr.Pr);
    private static readonly ulong Context = TestMmu.Context(0);

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_part_is_split_off_and_the_same_prot_again_merges_it_back(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        ulong mobj = mmu.Sdp(4);
        ulong va = mmu.Map(mobj, 4);
        uint before = mmu.Heap.Stats.Allocated;

        mmu.Mmu.VmSetProt(Context, va + 0x1000, 0x2000, ReadOnly).ShouldBe(TeeResult.SUCCESS);
        mmu.Table.ShouldBe($"0x{va:x}+1:rw-RW- 0x{va + 0x1000:x}+2:r--R-- 0x{va + 0x3000:x}+1:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(4u);
        mmu.ShouldBeSound();

        mmu.Mmu.VmSetProt(Context, va + 0x1000, 0x2000, (uint)TestMmu.Rw).ShouldBe(TeeResult.SUCCESS);
        mmu.Table.ShouldBe($"0x{va:x}+4:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(2u);
        mmu.Heap.Stats.Allocated.ShouldBe(before);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Regions_of_different_objects_offsets_or_flags_are_not_merged()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(4);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mmu.Sdp(4), 1, 0x10_1000, offset: 0x1000);
        mmu.Map(mobj, 1, 0x10_2000, offset: 0x3000);
        mmu.Map(mobj, 1, 0x10_3000, flags: VmFlags.Readonly, offset: 0);
        mmu.Map(mobj, 1, 0x10_4000, offset: 0x1000);
        mmu.Map(mobj, 1, 0x10_5000, offset: 0x3000);

        mmu.Mmu.VmSetProt(Context, 0x10_0000, 0x6000, ReadOnly).ShouldBe(TeeResult.SUCCESS);

        mmu.Regions.Length.ShouldBe(6);
        mmu.Regions.ShouldAllBe(r => (r.Attr & Mattr.ProtMask) == (Mattr)ReadOnly);
    }

    [Fact]
    public void A_neighbour_outside_of_the_range_is_merged_too()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(3);
        mmu.Map(mobj, 1, 0x10_0000, prot: (Mattr)ReadOnly);
        mmu.Map(mobj, 1, 0x10_1000, offset: 0x1000);
        mmu.Map(mobj, 1, 0x10_2000, offset: 0x2000, prot: (Mattr)ReadOnly);

        mmu.Mmu.VmSetProt(Context, 0x10_1000, 0x1000, ReadOnly).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x100000+3:r--R--");
        mmu.Mobjs.Refc(mobj).ShouldBe(2u);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Regions_that_could_be_merged_but_lie_elsewhere_are_not()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 1, 0x10_1000, offset: 0x1000);
        mmu.Map(mobj, 1, 0x10_4000);
        mmu.Map(mobj, 1, 0x10_8000);
        mmu.Map(mobj, 1, 0x10_9000, offset: 0x1000);

        mmu.Mmu.VmSetProt(Context, 0x10_4000, 0x1000, ReadOnly).ShouldBe(TeeResult.SUCCESS);

        mmu.Regions.Length.ShouldBe(5);
    }

    [Theory]
    [InlineData(0x10_0000UL, 0x1000UL, 0x400u)]
    [InlineData(0x10_0000UL, 0x1000UL, 1u)]
    [InlineData(0x10_0000UL, 0UL, 0x80u)]
    [InlineData(0x10_0000UL, 0x800UL, 0x80u)]
    [InlineData(0x10_0800UL, 0x1000UL, 0x80u)]
    [InlineData(0x10_0000UL, 0x3000UL, 0x80u)]
    [InlineData(0x10_0000UL, 0xffff_f000UL, 0x80u)]
    [InlineData(0x20_0000UL, 0x1000UL, 0x80u)]
    public void Bad_ranges_and_bits_are_refused_and_nothing_changes(ulong va, ulong length, uint prot)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(2), 2);

        mmu.Mmu.VmSetProt(Context, va, length, prot).ShouldBe(TeeResult.BAD_PARAMETERS);

        mmu.Table.ShouldBe("0x100000+2:rw-RW-");
    }

    [Fact]
    public void When_the_second_split_finds_no_memory_the_first_stays_with_its_prot()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(4);
        ulong va = mmu.Map(mobj, 4);
        mmu.LeaveRoomFor(1);

        mmu.Mmu.VmSetProt(Context, va + 0x1000, 0x1000, ReadOnly).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x101000+3:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(3u);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void An_empty_region_at_the_end_counts_as_covered()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(2), 2);
        mmu.Map(mmu.Sdp(1), 0, va + 0x2000);

        mmu.Mmu.VmSetProt(Context, va, 0x2000, ReadOnly).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x100000+2:r--R-- 0x102000+0:r--R--");
    }

    [Fact]
    public void Other_attribute_bits_stay()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.NonSecure(1), 1);

        mmu.Mmu.VmSetProt(Context, va, 0x1000, (uint)Mattr.Ux).ShouldBe(TeeResult.SUCCESS);

        ((uint)mmu.Regions[0].Attr).ShouldBe(0x1201u);
    }

    [Fact]
    public void Another_context_than_the_current_one_fails_an_assertion_before_all_else()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Current = 0;

        Action set = () => mmu.Mmu.VmSetProt(Context, 0, 0, uint.MaxValue);

        set.ShouldPanic(
            CorePanicKind.Assertion,
            $"assertion 'the context is the current one' failed at core/arch/arm/mm/tee_mmu.c:0 <vm_set_prot>, address 0x{Context:x}");
    }
}
