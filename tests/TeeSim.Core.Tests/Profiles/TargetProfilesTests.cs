using TeeSim.Core.Profiles;
using TeeSim.Core.Releases;

namespace TeeSim.Core.Tests.Profiles;

public class TargetProfilesTests
{
    [Fact]
    public void Each_is_found_by_its_name()
    {
        foreach (TargetProfile profile in TargetProfiles.All) TargetProfiles.Find(profile.Name).ShouldBeSameAs(profile);

        TargetProfiles.Find("optee-3.10-arm32").ShouldBeSameAs(TargetProfiles.Optee310Arm32);
        TargetProfiles.Find("amlogic-3.9-arm32").ShouldBeSameAs(TargetProfiles.Amlogic39Arm32);
        TargetProfiles.Find("optee").ShouldBeNull();
        TargetProfiles.All.Select(p => p.Name).ShouldBe(
            ["optee-3.10-arm32", "amlogic-3.9-arm32", "optee-3.10-arm64", "optee-4.10-arm32", "optee-4.10-arm64"]);
    }

    [Fact]
    public void The_device_records_its_own_lines()
    {
        SourceSites sites = TargetProfiles.Amlogic39Arm32.Sites;

        new[] { sites.MobjPhysAlloc, sites.VmMap, sites.SplitVmRegion, sites.PoolArray, sites.MdbgCheckLine, sites.PrintOomLine }
            .Select(s => s.ShortForm)
            .ShouldBe(["mobj.c:168", "tee_mmu.c:257", "tee_mmu.c:368", "bget_malloc.c:755", "bget_malloc.c:639", "bget_malloc.c:200"]);
    }

    [Fact]
    public void Upstream_records_the_lines_of_3_10()
    {
        SourceSites sites = TargetProfiles.Optee310Arm32.Sites;

        new[] { sites.MobjPhysAlloc, sites.VmMap, sites.SplitVmRegion, sites.PoolArray, sites.MdbgCheckLine, sites.PrintOomLine }
            .Select(s => s.ShortForm)
            .ShouldBe(["mobj.c:168", "tee_mmu.c:256", "tee_mmu.c:367", "bget_malloc.c:755", "bget_malloc.c:638", "bget_malloc.c:200"]);
        sites.Session.ShortForm.ShouldBe("tee_ta_manager.c:613");
    }

    [Fact]
    public void Release_4_10_records_its_own_lines()
    {
        SourceSites sites = TargetProfiles.Optee410Arm64.Sites;

        new[] { sites.MobjPhysAlloc, sites.VmMap, sites.SplitVmRegion, sites.PoolArray, sites.MdbgCheckLine, sites.PrintOomLine }
            .Select(s => s.ShortForm)
            .ShouldBe(["mobj.c:164", "vm.c:306", "vm.c:420", "bget_malloc.c:831", "bget_malloc.c:681", "bget_malloc.c:181"]);
        (sites.TeeMmAlloc?.Line, sites.TeeMmAlloc2?.Line, sites.TeeMmInit?.Line).ShouldBe((137, 249, 37));
        sites.MobjPhysAlloc.ShouldBe(new SourceSite("core/mm/mobj.c", 164, "mobj_phys_init"));
        sites.MobjMmAlloc.ShouldBeNull();
        sites.AddRwMem.ShouldBeNull();
        sites.ReopenLine.ShouldBeNull();
    }

    [Fact]
    public void Loading_records_the_lines_of_its_release()
    {
        SourceSite?[] Loading(TargetProfile profile) =>
        [
            profile.Sites.FobjSecMemAlloc, profile.Sites.TeeMmAlloc, profile.Sites.TeeMmAlloc2, profile.Sites.MobjWithFobjAlloc,
            profile.Sites.FileGetByTag, profile.Sites.FileAddSlice, profile.Sites.PseudoTaCtx, profile.Sites.SystemCtx,
            profile.Sites.BinHandle, profile.Sites.HandleArray, profile.Sites.ReeFsTaHandle, profile.Sites.ReeFsTaDigest,
            profile.Sites.SignedHeader, profile.Sites.MobjRegShmAlloc, profile.Sites.ShmCacheEntry,
        ];

        Loading(TargetProfiles.Optee310Arm64).Select(s => s?.Line).ShouldBe(
            [538, 19, 19, 533, 151, 91, 297, 857, 251, 55, 141, 310, 33, 280, 1595]);
        Loading(TargetProfiles.Amlogic39Arm32).Select(s => s?.Line).ShouldBe(
            [528, 19, 19, 533, 151, 91, 298, 857, 251, 55, 141, 308, 33, 232, null]);
        Loading(TargetProfiles.Optee410Arm32).Select(s => s?.Line).ShouldBe(
            [756, 137, 249, 377, 151, 91, 316, 150, 156, 69, 261, 536, 38, 363, 787]);
    }

    [Fact]
    public void The_device_s_compiler_records_last_lines()
    {
        SourceSites upstream = TargetProfiles.Optee310Arm32.Sites;
        SourceSites device = TargetProfiles.Amlogic39Arm32.Sites;

        (upstream.LookupTaBinaryLine?.Line, device.LookupTaBinaryLine?.Line).ShouldBe((256, 257));
        (upstream.LdelfElfLine?.Line, device.LdelfElfLine?.Line).ShouldBe((168, 169));
        (upstream.OpenSessionFailedLine?.Line, device.OpenSessionFailedLine?.Line).ShouldBe((728, 728));
        device.ReopenLine.ShouldBe(new SourceSite("core/kernel/tee_ta_manager.c", 583, "tee_ta_init_session_with_context"));
    }

    [Fact]
    public void A_release_without_its_basic_lines_makes_no_profile() =>
        Should.Throw<InvalidOperationException>(() => SourceSites.Of(ReleaseTable.Get("3.5.0"))).Message
            .ShouldBe("the line of mobj_shm_alloc in 3.5.0 is not known");

    [Fact]
    public void All_have_debug_headers_and_the_ABI_of_their_name()
    {
        foreach (TargetProfile profile in TargetProfiles.All)
        {
            bool is64 = profile.Name.EndsWith("arm64", StringComparison.Ordinal);
            profile.Abi.ShouldBe(is64 ? Abi.Lp64 : Abi.Ilp32, profile.Name);
            profile.PhysicalAddressBits.ShouldBe(is64 ? 64 : 32, profile.Name);
            profile.Vm.Lpae.ShouldBe(is64, profile.Name);
            (profile.Vm.UserVaBase, profile.Vm.UserVaSize).ShouldBe(
                is64 ? (0x4000_0000UL, 0x4000_0000UL) : (0x10_0000UL, 0x1f0_0000UL), profile.Name);
            (profile.Heap.BestFit, profile.Heap.Mdbg).ShouldBe((false, true), profile.Name);
            profile.Name.ShouldContain(profile.Release[..^2]);
        }

        TargetProfiles.Optee310Arm32.Boot.HeapSize.ShouldBe(0x1_0000UL);
        TargetProfiles.Amlogic39Arm32.Boot.HeapSize.ShouldBe(0x2_0000UL);
    }

    [Fact]
    public void The_segments_of_a_boot_layout_are_apart()
    {
        foreach (TargetProfile profile in TargetProfiles.All)
        {
            BootLayout boot = profile.Boot;
            AddressRange[] physical = [boot.TeeRam, boot.TaRam, boot.NsecShm, boot.Vdec];
            for (int i = 0; i < physical.Length; i++)
            {
                foreach (AddressRange other in physical[(i + 1)..])
                    physical[i].Overlaps(other).ShouldBeFalse($"{profile.Name}: {physical[i]}, {other}");
            }

            boot.TeeRam.Contains(boot.KernelEntryPa, boot.KernelEntrySize).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(10, 20)]
    public void Page_tables_follow_the_threads_by_whole_pages_of_tables(int threads, int tables) =>
        VmOptions.ShortDescriptor(threads).PageTables.ShouldBe(tables);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 6)]
    public void With_LPAE_a_table_is_a_page(int threads, int tables)
    {
        VmOptions lpae = VmOptions.LongDescriptor(2).WithThreads(threads);

        lpae.ShouldBe(VmOptions.LongDescriptor(threads));
        lpae.PageTables.ShouldBe(tables);
        lpae.PgdirSize.ShouldBe(0x20_0000UL);
        VmOptions.ShortDescriptor(2).PgdirSize.ShouldBe(0x10_0000UL);
    }
}
