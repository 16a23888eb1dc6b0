using TeeSim.Core;
using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Tests;

/// <summary>Sizes as mdbg lists them, and offsets of the fields that others look at, read from the bytes.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("amlogic-3.9-arm32", true, 88, 408, 60 + 12 + 8 + 272)]
    [InlineData("optee-3.10-arm32", true, 84, 408, 60 + 12 + 8 + 272)]
    [InlineData("optee-3.10-arm32", false, 84, 132, 60 + 12 + 4)]
    [InlineData("lp64", true, 136, 760, 120 + 24 + 8 + 528)]
    public void Sessions_and_contexts_have_their_C_sizes(string profile, bool vfp, uint session, uint userTaCtx, ulong taCtx)
    {
        TestWorld test = World(profile, vfp);

        test.Open(TestWorld.Drm);

        test.Listing.ShouldContain(("tee_ta_init_session", session));
        test.Listing.ShouldContain(("tee_ta_init_user_ta_session", userTaCtx));
        // The tee_ta_ctx is the last field and starts with the UUID: what remains is its size, 56 or 80.
        TaContext context = test.World.Contexts.ShouldHaveSingleItem();
        test.World.Memory.Read<Guid>(context.Address + taCtx).ShouldBe(TestWorld.Drm);
        (userTaCtx - taCtx).ShouldBe(profile == "lp64" ? 80UL : 56UL);
        (context.UserModeCtx - context.Address).ShouldBe(profile == "lp64" ? 120UL : vfp ? 64UL : 60UL);
    }

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
