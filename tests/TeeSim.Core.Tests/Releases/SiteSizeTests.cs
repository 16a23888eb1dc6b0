using TeeSim.Core.Profiles;
using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Releases;

public class SiteSizeTests
{
    [Theory]
    [InlineData("tee_ta_session", "3.5.0", 88, null, null)]
    [InlineData("tee_ta_session", "3.9.0", 88, null, 136)]
    [InlineData("tee_ta_session", "3.10.0", 84, null, 136)]
    [InlineData("tee_ta_session", "3.11.0", 84, null, 136)]
    [InlineData("tee_ta_session", "3.12.0", 96, null, 152)]
    [InlineData("tee_ta_session", "4.10.0", 96, null, 152)]
    [InlineData("mobj_phys_alloc", "3.5.0", null, null, null)]
    [InlineData("mobj_phys_alloc", "3.7.0", 28, 32, 48)]
    [InlineData("mobj_phys_alloc", "3.8.0", 32, 40, 56)]
    [InlineData("mobj_phys_alloc", "4.10.0", 32, 40, 56)]
    [InlineData("mobj_mm_alloc", "3.6.0", 20, 20, 40)]
    [InlineData("mobj_mm_alloc", "3.10.0", 24, 24, 48)]
    [InlineData("mobj_shm_alloc", "3.7.0", 24, 32, 40)]
    [InlineData("mobj_shm_alloc", "3.10.0", 32, 32, 48)]
    [InlineData("mobj_with_fobj_alloc", "3.6.0", 16, 16, 32)]
    [InlineData("mobj_with_fobj_alloc", "3.7.0", 20, 20, 40)]
    [InlineData("mobj_with_fobj_alloc", "3.8.0", 24, 24, 48)]
    [InlineData("mobj_with_fobj_alloc", "4.10.0", 28, 28, 56)]
    [InlineData("mobj_reg_shm_alloc", "3.7.0", 48, null, 72)]
    [InlineData("mobj_reg_shm_alloc", "3.8.0", 56, 64, 80)]
    [InlineData("mobj_reg_shm_alloc", "3.10.0", 48, 56, 72)]
    [InlineData("vm_map_pad", "3.10.0", 28, 28, 56)]
    [InlineData("split_vm_region", "4.10.0", 28, 28, 56)]
    [InlineData("fobj_sec_mem_alloc", "3.8.0", 16, 16, 24)]
    [InlineData("file_get_by_tag", "3.10.0", 64, 64, 88)]
    [InlineData("file_add_slice", "3.10.0", 12, 12, 24)]
    [InlineData("tee_mm_alloc", "3.10.0", 16, 16, 24)]
    [InlineData("pseudo_ta_ctx", "3.10.0", 60, null, 88)]
    [InlineData("pseudo_ta_ctx", "4.10.0", null, null, null)]
    [InlineData("bin_handle", "3.10.0", 20, null, 40)]
    [InlineData("system_ctx", "3.10.0", 12, null, 24)]
    [InlineData("ree_fs_ta_handle", "3.7.0", 28, null, 56)]
    [InlineData("ree_fs_ta_handle", "3.10.0", 36, null, 72)]
    [InlineData("ree_fs_ta_handle", "4.10.0", null, null, null)]
    [InlineData("ree_fs_ta_digest", "3.10.0", null, null, null)]
    [InlineData("svc_uuid", "3.10.0", 16, 16, 16)]
    [InlineData("svc_param", "3.10.0", 52, null, 104)]
    [InlineData("svc_identity", "3.10.0", 20, 20, 20)]
    [InlineData("shm_cache_entry", "3.10.0", 20, null, 32)]
    public void Sizes_are_the_specification_s(string key, string release, int? ilp32, int? largePa, int? lp64)
    {
        SiteSize? size = ReleaseTable.Get(release).SizeOf(key);

        size?.On(Abi.Ilp32, 32).Bytes.ShouldBe(ilp32);
        size?.On(Abi.Ilp32, 64).Bytes.ShouldBe(largePa);
        size?.On(Abi.Lp64, 64).Bytes.ShouldBe(lp64);
        if (size is null) (ilp32 ?? largePa ?? lp64).ShouldBeNull();
    }

    [Theory]
    [InlineData("3.7.0", 128, 400, 752)]
    [InlineData("3.10.0", 132, 408, 760)]
    [InlineData("3.12.0", 136, 416, 768)]
    [InlineData("4.10.0", 152, 432, 800)]
    public void Contexts_of_TAs_differ_by_their_VFP_registers(string release, int plain, int vfp, int lp64)
    {
        SiteSize size = ReleaseTable.Get(release).SizeOf("user_ta_ctx").ShouldNotBeNull();

        size.Ilp32.ShouldBe(new AbiSize(plain, vfp));
        size.Lp64.ShouldBe(new AbiSize(lp64));
    }

    [Theory]
    [InlineData("mobj_reg_shm_alloc", 48, SizeFit.Yes)] // no page
    [InlineData("mobj_reg_shm_alloc", 52, SizeFit.Yes)] // one page on ILP32
    [InlineData("mobj_reg_shm_alloc", 44, SizeFit.No)]
    [InlineData("mobj_reg_shm_alloc", 49, SizeFit.No)]
    [InlineData("signed_header", 308, SizeFit.Yes)] // 32 of SHA-256, 256 of RSA-2048
    [InlineData("signed_header", 19, SizeFit.No)]
    [InlineData("pool_array", 8, SizeFit.Yes)]
    [InlineData("pool_array", 12, SizeFit.No)]
    [InlineData("user_ta_ctx", 408, SizeFit.Yes)]
    [InlineData("user_ta_ctx", 404, SizeFit.Unknown)] // 64-bit physical addresses: not known
    [InlineData("mobj_phys_alloc", 40, SizeFit.Yes)]
    [InlineData("mobj_phys_alloc", 28, SizeFit.No)]
    [InlineData("vm_map_pad", 4_294_967_324, SizeFit.No)]
    public void A_recorded_size_fits_or_not(string key, ulong bytes, SizeFit fit) =>
        ReleaseTable.Get("3.10.0").SizeOf(key)!.Value.Fit(bytes).ShouldBe(fit);

    [Fact]
    public void Arrays_grow_by_the_width_of_what_is_in_them()
    {
        SiteSize size = ReleaseTable.Get("3.10.0").SizeOf("mobj_reg_shm_alloc")!.Value;

        size.Ilp32.BytesPerUnit.ShouldBe(4);
        size.Ilp32LargePa.BytesPerUnit.ShouldBe(8);
        size.Lp64.BytesPerUnit.ShouldBe(8);
        size.Lp64.Fit(72 + (3 * 8)).ShouldBe(SizeFit.Yes);
        size.Lp64.Fit(72 + 4).ShouldBe(SizeFit.No);
    }
}
