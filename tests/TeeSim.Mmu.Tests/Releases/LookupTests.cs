using TeeSim.Core;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Mmu.Tests.Releases;

/// <summary>The questions that 4.10 can answer about an address space, and those that it answers in another way than 3.10.</summary>
public class LookupTests
{
    private const ulong Page = TestMmu.Page;
    private const uint Prot = (uint)TestMmu.Rw;

    private static readonly ulong Context = TestMmu.Context(0);

    public static TheoryData<MmuBuild> Builds => [.. MmuBuild.All410];

    [Theory]
    [MemberData(nameof(Builds))]
    public void An_object_is_found_with_what_is_left_of_its_region_and_with_a_reference(MmuBuild build)
    {
        var mmu = TestMmu.WithContext(build);
        ulong mobj = mmu.Sdp(8);
        ulong va = mmu.Map(mobj, 4, offset: 2 * Page);
        ulong length = 8 * Page;

        mmu.Mmu.VmGetMobj(Context, va + Page, ref length, out uint prot, out ulong offset).ShouldBe(mobj);

        (length, prot, offset).ShouldBe((3 * Page, Prot, 3 * Page));
        mmu.Mobjs.Refc(mobj).ShouldBe(3u);
    }

    [Theory]
    [InlineData(0x801UL, Page)]
    [InlineData(0UL, 0x801UL)]
    [InlineData(0x10_0000UL, Page)]
    public void An_object_is_not_found_unaligned_or_where_nothing_is(ulong distance, ulong length)
    {
        TestMmu mmu = Lpae();
        ulong va = mmu.Map(mmu.Sdp(1), 1);
        ulong before = length;

        mmu.Mmu.VmGetMobj(Context, va + distance, ref length, out uint prot, out ulong offset).ShouldBe(0UL);

        (length, prot, offset).ShouldBe((before, 0u, 0UL));
    }

    [Fact]
    public void Protection_bits_of_the_last_region_of_a_range_are_not_compared()
    {
        TestMmu mmu = Lpae();
        ulong mobj = mmu.Sdp(3);
        ulong va = mmu.Map(mobj, 1);
        mmu.Map(mobj, 1, prot: Mattr.Pr);
        mmu.Map(mobj, 1, prot: Mattr.Px);

        mmu.Mmu.VmGetProt(Context, va, 2 * Page, out uint prot).ShouldBe(TeeResult.SUCCESS);
        prot.ShouldBe(Prot);
        mmu.Mmu.VmGetProt(Context, va, 3 * Page, out prot).ShouldBe(TeeResult.BAD_PARAMETERS);
        prot.ShouldBe(0u);
        mmu.Mmu.VmGetProt(Context, va, 0, out _).ShouldBe(TeeResult.BAD_PARAMETERS);
        mmu.Mmu.VmGetProt(Context, va + 1, Page, out _).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void GUARDED_is_one_of_the_protection_bits()
    {
        TestMmu mmu = Lpae();
        ulong va = mmu.Map(mmu.Sdp(1), 1, prot: Mattr.Ur | Mattr.Guarded);

        mmu.Mmu.VmGetProt(Context, va, Page, out uint prot).ShouldBe(TeeResult.SUCCESS);
        prot.ShouldBe((uint)(Mattr.Ur | Mattr.Guarded));
        mmu.Table.ShouldEndWith(":r-----", customMessage: "the letters don't show it");
        mmu.Mmu.VmSetProt(Context, va, Page, (uint)Mattr.Ur).ShouldBe(TeeResult.SUCCESS);
        mmu.Regions[0].Attr.HasFlag(Mattr.Guarded).ShouldBeFalse();
    }

    [Fact]
    public void In_3_10_GUARDED_is_none_of_them()
    {
        var mmu = TestMmu.WithContext(MmuBuild.Lpae);
        ulong va = 0;

        mmu.TryMap(mmu.Sdp(1), 1, ref va, prot: Mattr.Guarded).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void A_buffer_leads_to_its_object_and_the_offset_there()
    {
        TestMmu mmu = Lpae();
        ulong shm = mmu.Mobjs.MobjShmAlloc(TestMmu.Shm + 0x80, 3 * Page, 0);
        ulong va = mmu.Map(shm, 2, offset: Page);

        mmu.Mmu.VmBufToMobjOffs(Context, va + 0x100, 0x20, out ulong mobj, out ulong offset).ShouldBe(TeeResult.SUCCESS);

        (mobj, offset).ShouldBe((shm, Page + 0x100 - 0x80));
        mmu.Mobjs.Refc(shm).ShouldBe(2u, "no reference is taken");
        mmu.Mmu.VmBufToMobjOffs(Context, va, 2 * Page + 1, out mobj, out offset).ShouldBe(TeeResult.BAD_PARAMETERS);
        (mobj, offset).ShouldBe((0UL, 0UL));
        mmu.Mmu.VmBufToMobjOffs(Context, va, 0, out _, out _).ShouldBe(TeeResult.BAD_PARAMETERS);
    }

    [Fact]
    public void A_physical_range_of_shared_memory_is_found_within_a_page_only()
    {
        TestMmu mmu = Lpae();
        ulong va = mmu.Map(mmu.Mobjs.MobjShmAlloc(TestMmu.Shm, 4 * Page, 0), 4);

        mmu.Mmu.UserPa2Va(Context, TestMmu.Shm + Page + 0x10, out ulong found, Page - 0x10).ShouldBe(TeeResult.SUCCESS);
        found.ShouldBe(va + Page + 0x10);
        mmu.Mmu.UserPa2Va(Context, TestMmu.Shm + Page + 0x10, out found, Page - 0xf).ShouldBe(TeeResult.ACCESS_DENIED);
        found.ShouldBe(0UL);
    }

    [Fact]
    public void A_physical_range_of_contiguous_memory_is_found_as_a_whole()
    {
        TestMmu mmu = Lpae();
        ulong va = mmu.Map(mmu.Sdp(4), 4);

        mmu.Mmu.UserPa2Va(Context, 0x5a00_0010, out ulong found, 3 * Page).ShouldBe(TeeResult.SUCCESS);
        found.ShouldBe(va + 0x10);
        mmu.Mmu.UserPa2Va(Context, 0x5a00_0010, out _, 4 * Page).ShouldBe(TeeResult.ACCESS_DENIED);
    }

    [Theory]
    [InlineData("lpae", false, false)]
    [InlineData("410-lpae", true, true)]
    public void The_loader_s_regions_are_private_in_4_10_and_overlaps_are_seen(string build, bool inside, bool intersects)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        ulong va = mmu.Map(mmu.Sdp(1), 1, flags: VmFlags.Ldelf);
        ulong shared = mmu.Map(mmu.Sdp(1), 1, va + 0x1_0000, VmFlags.Shareable);

        mmu.Mmu.IsVbufInsideUmPrivate(Context, va, Page).ShouldBe(inside);
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, va + Page - 1, Page).ShouldBe(intersects);
        mmu.Mmu.IsVbufInsideUmPrivate(Context, shared, Page).ShouldBeFalse();
        mmu.Mmu.IsVbufIntersectUmPrivate(Context, shared, Page).ShouldBeFalse();
    }

    [Theory]
    [InlineData("lpae", TeeResult.ACCESS_DENIED)]
    [InlineData("410-lpae", TeeResult.SUCCESS)]
    public void An_empty_buffer_may_be_accessed_in_4_10(string build, TeeResult result)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));

        mmu.Mmu.CheckAccessRights(Context, AccessFlags.Read, 0x1234, 0).ShouldBe(result);
        mmu.Mmu.CheckAccessRights(Context, AccessFlags.Read | AccessFlags.Secure | AccessFlags.NonSecure, 0x1234, 0)
            .ShouldBe(TeeResult.ACCESS_DENIED);
    }

    [Theory]
    [InlineData("lpae", 0UL)]
    [InlineData("410-lpae", 1UL)]
    public void A_context_s_end_leaves_a_valid_empty_list_in_4_10(string build, ulong valid)
    {
        var mmu = TestMmu.WithContext(MmuBuild.Named(build));
        mmu.Map(mmu.Sdp(1), 1);

        mmu.Mmu.VmInfoFinal(Context);

        mmu.Memory.Read<uint>(Context).ShouldBe(0u, "first");
        mmu.Memory.Read<uint>(Context + 4).ShouldBe((uint)(valid * Context), "last");
        mmu.Memory.Read<uint>(Context + 8).ShouldBe(0u, "asid");
    }

    private static TestMmu Lpae() => TestMmu.WithContext(MmuBuild.Named("410-lpae"));
}
