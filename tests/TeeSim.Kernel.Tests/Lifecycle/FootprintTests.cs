using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// What loading a TA costs on the heap of 3.10, to the byte: a TA of eight regions, of which two are read-only, and the kernel's own.
/// </summary>
public class FootprintTests
{
    [Theory]
    [InlineData(false, false, false, 1360)]
    [InlineData(false, true, false, 2168)]
    [InlineData(false, false, true, 1632)]
    [InlineData(false, true, true, 2448)]
    [InlineData(true, false, true, 3152)]
    [InlineData(true, true, true, 4496)]
    public void What_is_kept_adds_up(bool lp64, bool mdbg, bool vfp, long sum)
    {
        TestWorld test = World(lp64, mdbg, vfp).Warm(LoadedWorld.First);

        test.Open(LoadedWorld.First);

        test.Kept().Sum(e => test.World.Heap.BlockSizeOf(e.Size)).ShouldBe(sum);
        test.RegionsOf(LoadedWorld.First).Count.ShouldBe(9);
    }

    [Theory]
    [InlineData(false, 72)]
    [InlineData(true, 88)]
    public void The_first_load_keeps_the_system_pseudo_TAs_context_in_addition(bool mdbg, long block)
    {
        TestWorld test = World(lp64: false, mdbg, vfp: false);
        test.Told.Clear();

        test.Open(LoadedWorld.First);

        test.Kept().Sum(e => test.World.Heap.BlockSizeOf(e.Size)).ShouldBe((mdbg ? 2168 : 1360) + block);
        test.Close(1);
        test.Kept().ShouldHaveSingleItem().Size.ShouldBe(60u);
    }

    // Site, payload on ILP32 and LP64, block on ILP32 without and with debug headers, how often in a first load, and how many of them stay.
    [Theory]
    [InlineData("tee_ta_manager.c:613", 84, 136, 96, 112, 2, 1)]
    [InlineData("user_ta.c:716", 132, 760, 144, 160, 1, 1)]
    [InlineData("tee_mmu.c:256", 28, 56, 40, 56, 9, 9)]
    [InlineData("fobj.c:538", 16, 24, 24, 48, 8, 8)]
    [InlineData("tee_mm.c:19", 16, 24, 24, 48, 9, 8)]
    [InlineData("mobj.c:533", 24, 48, 32, 56, 8, 8)]
    [InlineData("file.c:151", 64, 88, 72, 96, 1, 1)]
    [InlineData("file.c:91", 12, 24, 24, 40, 2, 2)]
    [InlineData("pseudo_ta.c:297", 60, 88, 72, 88, 1, 1)]
    [InlineData("system.c:857", 12, 24, 24, 40, 1, 0)]
    [InlineData("handle.c:55", 16, 32, 24, 48, 1, 0)]
    [InlineData("system.c:251", 20, 40, 32, 48, 1, 0)]
    [InlineData("ree_fs_ta.c:141", 36, 72, 48, 64, 1, 0)]
    [InlineData("ree_fs_ta.c:310", 32, 32, 40, 64, 1, 0)]
    [InlineData("signed_hdr.c:33", 308, 308, 320, 336, 1, 0)]
    [InlineData("tee_svc.c:778", 16, 16, 24, 48, 1, 0)]
    [InlineData("tee_svc.c:779", 52, 104, 64, 80, 1, 0)]
    [InlineData("tee_svc.c:780", 20, 20, 32, 48, 1, 0)]
    public void Each_allocation_has_its_payload_its_block_and_its_time(
        string site, ulong payload32, ulong payload64, long plain, long mdbg, int made, int kept)
    {
        foreach ((bool lp64, ulong payload) in (IEnumerable<(bool, ulong)>)[(false, payload32), (true, payload64)])
        {
            TestWorld test = World(lp64, mdbg: true, vfp: lp64);
            test.Told.Clear();

            test.Open(LoadedWorld.First);

            TeeEvent[] found = [.. test.Told.Where(e => e.Kind == TeeEventKind.Allocated && test.SiteOf(e) == site)];
            found.Length.ShouldBe(made);
            found.ShouldAllBe(e => e.Size == payload);
            test.Kept().Count(e => test.SiteOf(e) == site).ShouldBe(kept);
        }

        World(lp64: false, mdbg: false, vfp: false).World.Heap.BlockSizeOf(payload32).ShouldBe(plain);
        World(lp64: false, mdbg: true, vfp: false).World.Heap.BlockSizeOf(payload32).ShouldBe(mdbg);
    }

    [Fact]
    public void With_VFP_the_context_has_its_registers()
    {
        TestWorld test = World(lp64: false, mdbg: true, vfp: true);
        test.Told.Clear();

        test.Open(LoadedWorld.First);

        test.Kept().Single(e => test.SiteOf(e) == "user_ta.c:716").Size.ShouldBe(408u);
        test.World.Heap.BlockSizeOf(408).ShouldBe(440);
        World(lp64: false, mdbg: false, vfp: true).World.Heap.BlockSizeOf(408).ShouldBe(416);
    }

    [Theory]
    [InlineData("ree_fs_ta.c:551", 28, 56, 40, 56)]
    [InlineData("ree_fs_ta.c:566", 32, 32, 40, 64)]
    public void A_copy_of_the_binary_costs_a_handle_a_tag_and_an_entry_during_the_load(
        string site, ulong payload32, ulong payload64, long plain, long mdbg)
    {
        foreach ((bool lp64, ulong payload) in (IEnumerable<(bool, ulong)>)[(false, payload32), (true, payload64)])
        {
            TargetProfile profile = Profile(lp64, mdbg: true, vfp: lp64);
            TestWorld test = LoadedWorld.Of(profile with { Tas = profile.Tas with { BuffersTaBinaries = true } }, LoadedWorld.Shared);
            test.Told.Clear();

            test.Open(LoadedWorld.First);

            test.Told.Single(e => e.Kind == TeeEventKind.Allocated && test.SiteOf(e) == site).Size.ShouldBe(payload);
            test.Told.Count(e => e.Kind == TeeEventKind.Allocated && test.SiteOf(e) == "tee_mm.c:19")
                .ShouldBe(10, "eight regions, the supplicant's buffer, the copy");
            test.Kept().ShouldNotContain(e => test.SiteOf(e) == site);
            test.Kept().Count(e => test.SiteOf(e) == "tee_mm.c:19").ShouldBe(8);
        }

        World(lp64: false, mdbg: false, vfp: false).World.Heap.BlockSizeOf(payload32).ShouldBe(plain);
        World(lp64: false, mdbg: true, vfp: false).World.Heap.BlockSizeOf(payload32).ShouldBe(mdbg);
    }

    [Theory]
    [InlineData(false, 96)]
    [InlineData(true, 112)]
    public void A_further_session_costs_only_itself(bool mdbg, long block)
    {
        TestWorld test = World(lp64: false, mdbg, vfp: false);
        test.Open(LoadedWorld.First);
        test.Told.Clear();

        test.Open(LoadedWorld.First);

        test.Allocations().ShouldBe(["mobj.c:396", "tee_ta_manager.c:613"]);
        test.World.Heap.BlockSizeOf(test.Kept().ShouldHaveSingleItem().Size).ShouldBe(block);
    }

    [Fact]
    public void A_second_instance_shares_the_file_and_what_is_read_only()
    {
        TestWorld test = LoadedWorld.Of(Profile(lp64: false, mdbg: true, vfp: false), TaFlags.None);
        test.Open(LoadedWorld.First);
        test.Told.Clear();

        test.Open(LoadedWorld.First);

        IReadOnlyList<TeeEvent> kept = test.Kept();
        kept.Count(e => test.SiteOf(e) == "fobj.c:538").ShouldBe(6);
        kept.Count(e => test.SiteOf(e) == "mobj.c:533").ShouldBe(8);
        kept.ShouldNotContain(e => test.SiteOf(e).StartsWith("file.c"));
        ulong file = test.World.Files.All.ShouldHaveSingleItem();
        test.World.Files.Refc(file).ShouldBe(4u, "two read-only mappings in each instance");
    }

    [Fact]
    public void A_first_load_allocates_in_this_order()
    {
        TestWorld test = World(lp64: false, mdbg: true, vfp: false);
        test.Told.Clear();

        test.Open(LoadedWorld.First);

        string[] region = ["fobj.c:538", "tee_mm.c:19", "mobj.c:533", "tee_mmu.c:256"];
        test.Allocations().ShouldBe(
        [
            "mobj.c:396", "tee_ta_manager.c:613", "user_ta.c:716", "tee_mmu.c:256",
            .. region, .. region, .. region,
            "tee_svc.c:778", "tee_svc.c:779", "tee_svc.c:780", "tee_ta_manager.c:613", "pseudo_ta.c:297", "system.c:857",
            .. region,
            "system.c:251", "ree_fs_ta.c:141", "mobj_dyn_shm.c:280", "tee_mm.c:19", "signed_hdr.c:33", "file.c:151", "handle.c:55",
            .. region, "file.c:91", .. region, "file.c:91", .. region,
            "ree_fs_ta.c:310",
            .. region,
        ]);
    }

    [Fact]
    public void Unloading_frees_the_session_then_the_regions_in_the_order_of_their_addresses_then_the_context()
    {
        TestWorld test = World(lp64: false, mdbg: true, vfp: false).Warm(LoadedWorld.First);
        test.Open(LoadedWorld.First);
        Dictionary<ulong, string> kept = test.Kept().ToDictionary(e => e.Address, test.SiteOf);
        var regions = test.RegionsOf(LoadedWorld.First).ToDictionary(r => r.Address, r => r.Va);
        test.Told.Clear();

        test.Close(1);

        // The pages of the header and of the text are held by the file's slices, until the text, the second of them, lets go of the file.
        string[] region = ["tee_mm.c:19", "fobj.c:538", "mobj.c:533", "tee_mmu.c:256"];
        string[] slice = ["tee_mm.c:19", "fobj.c:538", "file.c:91"];
        ulong[] freed = [.. test.Told.Where(e => e.Kind == TeeEventKind.Freed && kept.ContainsKey(e.Address)).Select(e => e.Address)];
        freed.Select(a => kept[a]).ShouldBe(
        [
            "tee_ta_manager.c:613", "tee_mmu.c:256",
            .. region, .. region, .. region, .. region,
            "mobj.c:533", "tee_mmu.c:256",
            .. region,
            .. slice, .. slice, "file.c:151", "mobj.c:533", "tee_mmu.c:256",
            .. region,
            "user_ta.c:716",
        ]);
        freed.Where(regions.ContainsKey).Select(a => regions[a]).ShouldBeInOrder();
        freed.Length.ShouldBe(kept.Count);
    }

    [Fact]
    public void The_newest_slice_goes_first()
    {
        TestWorld test = World(lp64: false, mdbg: true, vfp: false).Warm(LoadedWorld.First);
        test.Open(LoadedWorld.First);
        ulong[] slices = [.. test.Kept().Where(e => test.SiteOf(e) == "file.c:91").Select(e => e.Address)];
        test.Told.Clear();

        test.Close(1);

        test.Told.Where(e => e.Kind == TeeEventKind.Freed && slices.Contains(e.Address)).Select(e => e.Address).ShouldBe(slices.Reverse());
    }

    private static TestWorld World(bool lp64, bool mdbg, bool vfp) => LoadedWorld.Of(Profile(lp64, mdbg, vfp), LoadedWorld.Shared);

    private static TargetProfile Profile(bool lp64, bool mdbg, bool vfp)
    {
        TargetProfile profile = lp64 ? TargetProfiles.Optee310Arm64 : TargetProfiles.Optee310Arm32;
        return profile with { Heap = profile.Heap with { Mdbg = mdbg }, Structs = profile.Structs with { Vfp = vfp } };
    }
}
