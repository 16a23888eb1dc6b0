using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

/// <summary>Where a region goes: the first gap that fits, guard pages, paddings, the granule of secure and non-secure memory.</summary>
public class PlacementTests
{
    [Fact]
    public void The_first_gap_that_fits_is_taken()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(8);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 1, 0x10_2000);
        mmu.Map(mobj, 1, 0x10_5000);

        mmu.Map(mobj, 2).ShouldBe(0x10_3000UL);
        mmu.Map(mobj, 1).ShouldBe(0x10_1000UL);
        mmu.Map(mobj, 1).ShouldBe(0x10_6000UL);

        mmu.Regions.Select(r => r.Va).ShouldBe([0x10_0000UL, 0x10_1000, 0x10_2000, 0x10_3000, 0x10_5000, 0x10_6000]);
        mmu.ShouldBeSound();
    }

    [Theory]
    [InlineData(VmFlags.Permanent, VmFlags.None, 1)]
    [InlineData(VmFlags.Ephemeral, VmFlags.Shareable, 1)]
    [InlineData(VmFlags.Permanent | VmFlags.Shareable, VmFlags.Permanent, 1)]
    [InlineData(VmFlags.Permanent, VmFlags.Permanent, 0)]
    [InlineData(VmFlags.None, VmFlags.Permanent, 0)]
    [InlineData(VmFlags.Ldelf, VmFlags.Permanent, 1)]
    [InlineData(VmFlags.Ldelf, VmFlags.Readonly, 0)]
    [InlineData(VmFlags.Ldelf | VmFlags.Permanent, VmFlags.Permanent, 0)]
    public void A_guard_page_depends_on_the_neighbour_having_flags(VmFlags there, VmFlags added, ulong pages)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x18_0000, there);

        ulong behind = 0x18_1000;
        ulong inFront = 0x17_f000;
        TeeResult expected = pages == 0 ? TeeResult.SUCCESS : TeeResult.ACCESS_CONFLICT;

        mmu.TryMap(mobj, 1, ref behind, added).ShouldBe(expected, "behind");
        mmu.TryMap(mobj, 1, ref inFront, added).ShouldBe(expected, "in front");
        behind = 0x18_2000;
        inFront = 0x17_e000;
        mmu.TryMap(mobj, 1, ref behind, added).ShouldBe(TeeResult.SUCCESS, "behind, a page off");
        mmu.TryMap(mobj, 1, ref inFront, added).ShouldBe(TeeResult.SUCCESS, "in front, a page off");
    }

    [Theory]
    [InlineData("v7", 0x20_0000UL)]
    [InlineData("lpae", 0x4000_1000UL)]
    [InlineData("lp64", 0x4000_1000UL)]
    public void Secure_and_non_secure_memory_share_no_page_directory_entry_without_LPAE(string build, ulong expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        mmu.Map(mmu.Sdp(1), 1);

        mmu.Map(mmu.NonSecure(1), 1).ShouldBe(expected);
    }

    [Fact]
    public void Secure_memory_in_front_of_non_secure_ends_at_a_whole_MiB()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.NonSecure(1), 1, 0x28_0000);
        ulong sdp = mmu.Sdp(1);
        ulong va = 0x20_0000;

        mmu.TryMap(sdp, 1, ref va).ShouldBe(TeeResult.ACCESS_CONFLICT, "its end is rounded up to 0x300000");
        va = 0x1f_f000;
        mmu.TryMap(sdp, 1, ref va).ShouldBe(TeeResult.SUCCESS, "its end is rounded up to 0x200000");
    }

    [Fact]
    public void A_wanted_address_is_not_rounded()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);
        ulong mobj = mmu.NonSecure(1);
        ulong va = 0x1f_f000;

        mmu.TryMap(mobj, 1, ref va).ShouldBe(TeeResult.ACCESS_CONFLICT);
        mmu.Map(mobj, 1, 0x20_3000).ShouldBe(0x20_3000UL);
    }

    [Fact]
    public void Paddings_keep_pages_free_on_both_sides()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000);
        mmu.Map(mobj, 1, 0x10_5000);
        mmu.Map(mobj, 1, 0x10_c000);
        ulong va = 0;

        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref va, 0x1000, 0, VmFlags.None, mobj, 0, 0x2000, 0x2000).ShouldBe(TeeResult.SUCCESS);

        va.ShouldBe(0x10_8000UL, "the first gap has four pages, five are needed");
    }

    [Fact]
    public void Paddings_count_for_a_wanted_address_too()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);
        mmu.Map(mobj, 1, 0x10_0000);
        ulong near = 0x10_2000;
        ulong far = 0x10_3000;

        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref near, 0x1000, 0, VmFlags.None, mobj, 0, 0x2000, 0).ShouldBe(TeeResult.ACCESS_CONFLICT);
        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref far, 0x1000, 0, VmFlags.None, mobj, 0, 0x2000, 0).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [InlineData("v7", 0xffff_f000UL)]
    [InlineData("lp64", 0xffff_ffff_ffff_f000UL)]
    public void A_padding_that_overflows_the_address_does_not_fit(string build, ulong padding)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        ulong mobj = mmu.Sdp(1);
        ulong va = 0;

        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref va, 0x1000, 0, VmFlags.None, mobj, 0, padding, 0).ShouldBe(TeeResult.ACCESS_CONFLICT);
        mmu.Mmu.VmMapPad(TestMmu.Context(0), ref va, 0x1000, 0, VmFlags.None, mobj, 0, 0, padding).ShouldBe(TeeResult.ACCESS_CONFLICT);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("lpae")]
    [InlineData("lpa")]
    [InlineData("lp64")]
    public void The_last_page_of_the_range_can_be_had_and_the_next_cannot(string build)
    {
        MmuBuild target = MmuBuild.Named(build);
        var mmu = TestMmu.WithContext(target);
        ulong mobj = mmu.Sdp(2);
        ulong over = target.End - 0x1000;

        mmu.TryMap(mobj, 2, ref over).ShouldBe(TeeResult.ACCESS_CONFLICT);
        mmu.Map(mobj, 1, target.End - 0x1000).ShouldBe(target.End - 0x1000);
        mmu.ShouldBeSound();
    }

    [Fact]
    public void Two_empty_regions_may_have_the_same_address()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mobj = mmu.Sdp(1);

        mmu.Map(mobj, 0).ShouldBe(0x10_0000UL);
        mmu.Map(mobj, 0).ShouldBe(0x10_0000UL);
        mmu.Map(mobj, 1).ShouldBe(0x10_0000UL);

        mmu.Table.ShouldBe("0x100000+0:rw-RW- 0x100000+0:rw-RW- 0x100000+1:rw-RW-", "a page does not fit in front of the empty ones");
        mmu.Mobjs.Refc(mobj).ShouldBe(4u);
    }
}
