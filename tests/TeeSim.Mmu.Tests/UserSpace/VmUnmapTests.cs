using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class VmUnmapTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.OfAllRules];

    [Theory]
    [MemberData(nameof(Builds))]
    public void A_range_over_several_regions_is_cut_out_of_the_outer_ones(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        ulong a = mmu.Sdp(3);
        ulong b = mmu.Sdp(1);
        ulong c = mmu.Sdp(3);
        ulong va = mmu.Map(a, 3);
        mmu.Map(b, 1);
        mmu.Map(c, 3);

        mmu.Mmu.VmUnmap(Context, va + 0x2000, 0x3000).ShouldBe(TeeResult.SUCCESS);

        RegionInfo[] left = mmu.Regions;
        left.Select(r => (r.Va - va, r.Size, r.Mobj, r.Offset)).ShouldBe([(0UL, 0x2000UL, a, 0UL), (0x5000UL, 0x2000UL, c, 0x1000UL)]);
        new[] { a, b, c }.Select(mmu.Mobjs.Refc).ShouldBe([2u, 1u, 2u]);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void A_hole_in_the_middle_leaves_two_regions_and_two_references()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(4);
        ulong va = mmu.Map(mobj, 4);

        mmu.Mmu.VmUnmap(Context, va + 0x1000, 0x1000).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x102000+2:rw-RW-");
        mmu.Regions[1].Offset.ShouldBe(0x2000UL);
        mmu.Mobjs.Refc(mobj).ShouldBe(3u);
        mmu.ShouldBeSound();
    }

    [Theory]
    [InlineData(0x10_0800UL, 0x1000UL)]
    [InlineData(0x10_0000UL, 0UL)]
    [InlineData(0x10_0000UL, 0xffff_f001UL)]
    [InlineData(0x10_0000UL, 0xfff0_0000UL)]
    [InlineData(0x10_0000UL, 0x5000UL)]
    [InlineData(0x10_3000UL, 0x2000UL)]
    [InlineData(0x10_5000UL, 0x1000UL)]
    [InlineData(0x0f_f000UL, 0x1000UL)]
    public void A_range_that_is_not_wholly_mapped_is_refused_and_nothing_changes(ulong va, ulong length)
    {
        // Two pages, two pages, a hole.
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 2);
        mmu.Map(mobj, 2);
        mmu.Map(mobj, 1, 0x10_6000);

        mmu.Mmu.VmUnmap(Context, va, length).ShouldBe(TeeResult.BAD_PARAMETERS);

        mmu.Table.ShouldBe("0x100000+2:rw-RW- 0x102000+2:rw-RW- 0x106000+1:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(4u);
    }

    [Fact]
    public void A_length_is_rounded_up_to_pages()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(3), 3);

        mmu.Mmu.VmUnmap(Context, va, 0x1001).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x102000+1:rw-RW-");
    }

    [Fact]
    public void When_the_second_split_finds_no_memory_the_first_stays()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(4);
        ulong va = mmu.Map(mobj, 4);
        mmu.LeaveRoomFor(1);

        mmu.Mmu.VmUnmap(Context, va + 0x1000, 0x1000).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x101000+3:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(3u);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void When_the_first_split_finds_no_memory_nothing_changes()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(4), 4);
        mmu.LeaveRoomFor(0);

        mmu.Mmu.VmUnmap(Context, va + 0x1000, 0x1000).ShouldBe(TeeResult.OUT_OF_MEMORY);

        mmu.Table.ShouldBe("0x100000+4:rw-RW-");
        mmu.Mmu.VmUnmap(Context, va, 0x4000).ShouldBe(TeeResult.SUCCESS, "whole regions need no memory");
    }

    [Fact]
    public void It_stops_in_front_of_an_empty_region_at_the_end()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(2), 2);
        ulong empty = mmu.Sdp(1);
        mmu.Map(empty, 0, va + 0x2000);

        mmu.Mmu.VmUnmap(Context, va, 0x2000).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x102000+0:rw-RW-");
        mmu.Mobjs.Refc(empty).ShouldBe(2u);
    }

    [Fact]
    public void An_empty_region_inside_the_range_goes_too()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(2);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 0, 0x10_1000);
        mmu.Map(mobj, 1, 0x10_1000).ShouldBe(0x10_1000UL);
        mmu.Map(mmu.Sdp(1), 0, 0x10_2000);
        mmu.Table.ShouldBe("0x100000+1:rw-RW- 0x101000+0:rw-RW- 0x101000+1:rw-RW- 0x102000+0:rw-RW-");

        mmu.Mmu.VmUnmap(Context, 0x10_0000, 0x2000).ShouldBe(TeeResult.SUCCESS);

        mmu.Table.ShouldBe("0x102000+0:rw-RW-");
        mmu.Mobjs.Refc(mobj).ShouldBe(1u);
    }

    [Fact]
    public void The_reference_is_dropped_before_the_region_is_freed()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        ulong va = mmu.Map(mobj, 1);
        ulong region = mmu.Regions[0].Address;
        mmu.Mobjs.MobjPut(mobj);
        mmu.Told.Clear();

        mmu.Mmu.VmUnmap(Context, va, 0x1000);

        mmu.Told.Select(e => (e.Kind, e.Kind == TeeEventKind.RegionRemoved ? e.Object : e.Address)).ShouldBe(
            [(TeeEventKind.RegionRemoved, region), (TeeEventKind.Freed, mobj), (TeeEventKind.Freed, region)]);
    }

    [Fact]
    public void Another_context_than_the_current_one_fails_an_assertion()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(1), 1);
        mmu.Current = TestMmu.Context(1);

        Action unmap = () => mmu.Mmu.VmUnmap(Context, va, 0x1000);

        unmap.ShouldPanic(
            CorePanicKind.Assertion,
            $"assertion 'the context is the current one' failed at core/arch/arm/mm/tee_mmu.c:0 <vm_unmap>, address 0x{Context:x}");
        mmu.Regions.Length.ShouldBe(1);
    }
}
