using TeeSim.Core.Profiles;

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
        TargetProfiles.All.Select(p => p.Name).ShouldBeUnique();
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
    public void Both_have_first_fit_and_debug_headers()
    {
        foreach (TargetProfile profile in TargetProfiles.All)
        {
            profile.Abi.ShouldBe(Abi.Ilp32);
            profile.Heap.ShouldBe(new HeapOptions(BestFit: false, Mdbg: true));
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
        VmOptions lpae = (VmOptions.ShortDescriptor(2) with { Lpae = true }).WithThreads(threads);

        lpae.PageTables.ShouldBe(tables);
        lpae.PgdirSize.ShouldBe(0x20_0000UL);
        VmOptions.ShortDescriptor(2).PgdirSize.ShouldBe(0x10_0000UL);
    }
}
