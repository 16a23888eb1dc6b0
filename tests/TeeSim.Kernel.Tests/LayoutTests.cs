using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Releases;

namespace TeeSim.Kernel.Tests;

/// <summary>Sizes as mdbg lists them, and offsets of the fields that others look at, read from the bytes.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("amlogic-3.9-arm32", true, 88, 408, 60 + 12 + 8 + 272)]
    [InlineData("optee-3.10-arm32", true, 84, 408, 60 + 12 + 8 + 272)]
    [InlineData("optee-3.10-arm32", false, 84, 132, 60 + 12 + 4)]
    [InlineData("lp64", true, 136, 760, 120 + 24 + 8 + 528)]
    [InlineData("optee-3.10-arm64", true, 136, 760, 120 + 24 + 8 + 528)]
    [InlineData("optee-4.10-arm32", true, 96, 432, 60 + 12 + 8 + 272)]
    [InlineData("optee-4.10-arm32", false, 96, 152, 60 + 12 + 4)]
    [InlineData("optee-4.10-arm64", true, 152, 800, 120 + 24 + 8 + 528)]
    public void Sessions_and_contexts_have_their_C_sizes(string profile, bool vfp, uint session, uint userTaCtx, ulong taCtx)
    {
        TestWorld test = World(profile, vfp);

        test.Open(TestWorld.Drm);

        test.Listing.ShouldContain(("tee_ta_init_session", session));
        test.Listing.ShouldContain(("tee_ta_init_user_ta_session", userTaCtx));
        // The tee_ta_ctx starts with the UUID.
        TaContext context = test.World.Contexts.ShouldHaveSingleItem();
        test.World.Memory.Read<Guid>(context.Address + taCtx).ShouldBe(TestWorld.Drm);
        bool is64 = test.World.Options.Profile.Abi == Abi.Lp64;
        (context.UserModeCtx - context.Address).ShouldBe(is64 ? 120UL : vfp ? 64UL : 60UL);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void They_have_the_sizes_that_the_table_of_releases_states(string profile)
    {
        TestWorld test = World(profile, vfp: true);
        TargetProfile target = test.World.Options.Profile;
        test.Open(TestWorld.Drm);
        test.OpenChannel(test.Open(TestWorld.Drm), out _).ShouldBe(TeeResult.SUCCESS);
        test.Map(1, TestWorld.Input, TestWorld.Page, out _).ShouldBe(TeeResult.SUCCESS);

        Release release = ReleaseTable.Get(target.Release);
        foreach ((string key, SourceSite site) in (IEnumerable<(string, SourceSite)>)
            [("tee_ta_session", target.Sites.Session), ("user_ta_ctx", target.Sites.UserTaCtx),
                ("mobj_phys_alloc", target.Sites.MobjPhysAlloc),
                ("vm_map_pad", target.Sites.VmMap), ("pool_array", target.Sites.PoolArray)])
        {
            AbiSize size = release.SizeOf(key).ShouldNotBeNull().On(target.Abi, target.PhysicalAddressBits);
            uint[] found =
                [.. test.World.Heap.MdbgCheck().Where(e => test.World.Describe(new CallSite(e.File, e.Line)) == site).Select(e => e.Size)];
            found.ShouldNotBeEmpty(key);
            found.ShouldAllBe(bytes => size.Fit(bytes) == SizeFit.Yes, key);
        }
    }

    public static TheoryData<string> Profiles => [.. TargetProfiles.All.Select(p => p.Name)];

    [Theory]
    [InlineData("amlogic-3.9-arm32", 84, 28)]
    [InlineData("optee-3.10-arm32", 84, 28)]
    [InlineData("lp64", 144, 56)]
    public void Channels_and_mapping_records_have_their_reconstructed_sizes(string profile, uint channel, uint map)
    {
        TestWorld test = World(profile, vfp: true);
        uint session = test.Open(TestWorld.Drm);

        test.OpenChannel(session, out _).ShouldBe(TeeResult.SUCCESS);
        test.Map(session, TestWorld.Input, TestWorld.Page, out _).ShouldBe(TeeResult.SUCCESS);

        test.Listing.ShouldContain(("tee_tvp_open_channel", channel));
        test.Listing.ShouldContain(("tee_tvp_vdec_input_buf_map", map));
    }

    [Theory]
    [InlineData("amlogic-3.9-arm32", 0xffff_ffffu)]
    [InlineData("optee-3.10-arm32", 0x0000_ffffu)]
    public void A_session_starts_idle_unlocked_and_with_cancellation_masked(string profile, uint lockThread)
    {
        TestWorld test = World(profile, vfp: true);
        test.Open(TestWorld.Drm);
        ulong address = test.FirstOf("tee_ta_init_session");

        Core.Memory.SimulatedMemory memory = test.World.Memory;
        memory.Read<uint>(address + 16).ShouldBe(1u, "id");
        memory.Read<uint>(address + 20).ShouldBe((uint)test.World.Contexts[0].Address + 352, "ctx");
        memory.Read<byte>(address + 44).ShouldBe((byte)0, "cancel");
        memory.Read<byte>(address + 45).ShouldBe((byte)1, "cancel_mask");
        memory.Read<uint>(address + 60).ShouldBe(0u, "ref_count");
        memory.Read<uint>(address + 80).ShouldBe(lockThread, "lock_thread, and unlink behind a short");
    }

    private static TestWorld World(string profile, bool vfp)
    {
        TargetProfile target = TargetProfiles.Find(profile) ?? TestWorld.Lp64;
        return new TestWorld(target with { Structs = target.Structs with { Vfp = vfp } });
    }
}
