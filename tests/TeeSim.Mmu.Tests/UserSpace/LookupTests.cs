using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.UserSpace;

public class LookupTests
{
    private static readonly ulong Context = TestMmu.Context(0);

    [Theory]
    [InlineData("v7", 0x5a00_0000UL, 0x5a00_2345UL)]
    [InlineData("lpa", 0x12_5a00_0000UL, 0x5a00_2345UL)]
    [InlineData("lp64", 0x12_5a00_0000UL, 0x12_5a00_2345UL)]
    public void Va_to_pa_loses_the_upper_half_on_ILP32(string build, ulong start, ulong expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        ulong va = mmu.Map(mmu.Sdp(3, start), 2, offset: 0x1000);

        mmu.Mmu.UserVa2Pa(Context, va + 0x1345, out ulong pa).ShouldBe(TeeResult.SUCCESS);

        pa.ShouldBe(expected);
    }

    [Fact]
    public void Va_to_pa_of_an_unmapped_address_is_denied()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(1), 1);

        mmu.Mmu.UserVa2Pa(Context, va + 0x1000, out ulong pa).ShouldBe(TeeResult.ACCESS_DENIED);
        mmu.Mmu.UserVa2Pa(Context, va - 1, out _).ShouldBe(TeeResult.ACCESS_DENIED);

        pa.ShouldBe(0UL);
    }

    [Theory]
    [InlineData(0x5a00_0000UL, 0x10_0000UL)]
    [InlineData(0x5a00_1fffUL, 0x10_1fffUL)]
    [InlineData(0x5a00_2000UL, 0UL)]
    [InlineData(0x59ff_ffffUL, 0UL)]
    [InlineData(0x5a10_1000UL, 0x10_2000UL)]
    [InlineData(0x5a10_2fffUL, 0x10_3fffUL)]
    [InlineData(0x5a20_4000UL, 0UL)]
    public void Pa_to_va_misses_regions_whose_offset_is_not_below_their_size(ulong pa, ulong expected)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(2), 2);
        mmu.Map(mmu.Sdp(3, 0x5a10_0000), 2, offset: 0x1000);
        mmu.Map(mmu.Sdp(8, 0x5a20_0000), 2, offset: 0x4000);

        mmu.Mmu.UserPa2Va(Context, pa, out ulong va).ShouldBe(expected == 0 ? TeeResult.ACCESS_DENIED : TeeResult.SUCCESS);

        va.ShouldBe(expected);
    }

    [Theory]
    [InlineData(AccessFlags.Read, 0x10_0000UL, 0x1000UL, true)]
    [InlineData(AccessFlags.Read | AccessFlags.Write, 0x10_0010UL, 0xff0UL, true)]
    [InlineData(AccessFlags.Write, 0x10_1000UL, 0x10UL, false)]
    [InlineData(AccessFlags.Read, 0x10_1000UL, 0x10UL, true)]
    [InlineData(AccessFlags.Read, 0x10_0ff0UL, 0x20UL, false)]
    [InlineData(AccessFlags.Read | AccessFlags.AnyOwner, 0x10_0ff0UL, 0x20UL, true)]
    [InlineData(AccessFlags.Read, 0x10_0000UL, 0UL, false)]
    [InlineData(AccessFlags.Read | AccessFlags.AnyOwner, 0x10_5000UL, 0UL, true)]
    [InlineData(AccessFlags.Read | AccessFlags.AnyOwner, 0x10_5001UL, 0UL, false)]
    [InlineData(AccessFlags.Read | AccessFlags.AnyOwner, 0x10_1000UL, 0x2000UL, false)]
    [InlineData(AccessFlags.Secure, 0x10_0000UL, 1UL, true)]
    [InlineData(AccessFlags.NonSecure, 0x10_0000UL, 1UL, false)]
    [InlineData(AccessFlags.NonSecure | AccessFlags.AnyOwner, 0x20_0000UL, 1UL, true)]
    [InlineData(AccessFlags.Secure | AccessFlags.AnyOwner, 0x20_0000UL, 1UL, false)]
    [InlineData(AccessFlags.Read, 0x20_0000UL, 1UL, false)]
    [InlineData(AccessFlags.Secure | AccessFlags.NonSecure | AccessFlags.AnyOwner, 0x10_0000UL, 1UL, false)]
    [InlineData(AccessFlags.Read | AccessFlags.AnyOwner, 0xffff_ffffUL, 1UL, false)]
    public void Access_rights_look_at_every_page_and_at_who_owns_it(AccessFlags access, ulong va, ulong length, bool allowed)
    {
        // A writable and a read-only page of the TA's own, and a parameter.
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        mmu.Map(mmu.Sdp(1), 1, 0x10_0000);
        mmu.Map(mmu.Sdp(1), 1, 0x10_1000, prot: Mattr.Ur);
        mmu.Map(mmu.NonSecure(1), 1, 0x20_0000, VmFlags.Ephemeral | VmFlags.Shareable);

        mmu.Mmu.CheckAccessRights(Context, access, va, length).ShouldBe(allowed ? TeeResult.SUCCESS : TeeResult.ACCESS_DENIED);
    }

    [Theory]
    [InlineData(VmFlags.None, true)]
    [InlineData(VmFlags.Readonly, true)]
    [InlineData(VmFlags.Ephemeral, false)]
    [InlineData(VmFlags.Permanent, false)]
    [InlineData(VmFlags.Shareable, false)]
    [InlineData(VmFlags.Ldelf, false)]
    public void A_buffer_is_private_inside_one_region_that_nobody_else_has(VmFlags flags, bool isPrivate)
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong va = mmu.Map(mmu.Sdp(2), 2, flags: flags);

        mmu.Mmu.IsVbufInsideUmPrivate(Context, va + 0x800, 0x1800).ShouldBe(isPrivate);
        mmu.Mmu.IsVbufInsideUmPrivate(Context, va + 0x800, 0x1801).ShouldBeFalse();
        mmu.Mmu.IsVbufInsideUmPrivate(Context, va - 1, 2).ShouldBeFalse();
        mmu.Mmu.IsVbufInsideUmPrivate(Context, va, 0).ShouldBeFalse();
    }

    [Fact]
    public void No_mapped_region_intersects_because_the_attributes_are_asked_in_place_of_the_flags()
    {
        var mmu = TestMmu.WithContext(MmuBuild.V7);
        ulong mapped = mmu.Map(mmu.Sdp(1), 1);
        mmu.Mmu.AddRwMem(Context, mmu.Sdp(1), out ulong added).ShouldBe(TeeResult.SUCCESS);

        mmu.Mmu.IsVbufIntersectUmPrivate(Context, mapped, 1).ShouldBeFalse();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, added + 0xfff, 2).ShouldBeTrue();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, added - 1, 1).ShouldBeFalse();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, added - 1, 2).ShouldBeTrue();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, added + 0x1000, 1).ShouldBeFalse();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, added, 0).ShouldBeFalse();
    }
}
