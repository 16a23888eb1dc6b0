using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// The lines of a load, a close and a panic, character for character: upstream 3.10, the device's 3.9, and 4.10,
/// whose positions no source gives.
/// </summary>
public class LifecycleLogTests
{
    private const string Uuid = "11111111-0000-0000-0000-000000000001";
    private const string System = "3a2f8978-5dc0-11e8-9c2d-fa7ae01bbebc";

    [Fact]
    public void Upstream_loads()
    {
        TestWorld test = Loaded("optee-3.10-arm32", out ulong loaderSession);

        test.Lines.ShouldBe(
        [
            $"D/TC:? 0 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA {Uuid}",
            "D/TC:? 0 load_ldelf:704 ldelf load address 0x105000",
            $"D/LD:  ldelf:134 Loading TA {Uuid}",
            $"D/TC:? 0 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA {System}",
            "D/TC:? 0 Open system.pta",
            $"D/TC:? 0 system.pta : {System}",
            $"D/TC:? 0 system_open_ta_binary:256 Lookup user TA ELF {Uuid} (REE)",
            "D/TC:? 0 system_open_ta_binary:260 res=0x0",
            $"D/LD:  ldelf:168 ELF ({Uuid}) at 0x121000",
            $"D/TC:? 0 tee_ta_close_session:498 csess 0x{loaderSession:x} id 1",
            "D/TC:? 0 tee_ta_close_session:518 Destroy session",
        ]);
    }

    [Fact]
    public void The_device_loads()
    {
        TestWorld test = Loaded("amlogic-3.9-arm32", out ulong loaderSession);

        test.Lines.ShouldBe(
        [
            $"[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA {Uuid}",
            "[    0.001000@0] [TEE] D/TC:? 00 load_ldelf:704 ldelf load address 0x105000",
            $"[    0.001000@0] [TEE] D/LD:   ldelf:134 Loading TA {Uuid}",
            $"[    0.001000@0] [TEE] D/TC:? 00 tee_ta_init_pseudo_ta_session:283 Lookup pseudo TA {System}",
            "[    0.001000@0] [TEE] D/TC:? 00 Open system.pta",
            $"[    0.001000@0] [TEE] D/TC:? 00 system.pta : {System}",
            $"[    0.001000@0] [TEE] D/TC:? 00 system_open_ta_binary:257 Lookup user TA ELF {Uuid} (REE)",
            "[    0.001000@0] [TEE] D/TC:? 00 system_open_ta_binary:260 res=0x0",
            $"[    0.001000@0] [TEE] D/LD:   ldelf:169 ELF ({Uuid}) at 0x120000",
            $"[    0.001000@0] [TEE] D/TC:? 00 tee_ta_close_session:490 csess 0x{loaderSession:x} id 1",
            "[    0.001000@0] [TEE] D/TC:? 00 tee_ta_close_session:509 Destroy session",
        ]);
    }

    [Fact]
    public void The_loader_of_4_10_needs_no_session()
    {
        TestWorld test = Loaded("optee-4.10-arm32", out _);

        test.Lines.ShouldBe(
        [
            $"D/TC:? 0 Lookup pseudo TA {Uuid}",
            "D/TC:? 0 ldelf load address 0x106000",
            $"D/LD:  Loading TA {Uuid}",
            $"D/TC:? 0 Lookup user TA ELF {Uuid} (REE)",
            "D/TC:? 0 res=0x0",
            $"D/LD:  ELF ({Uuid}) at 0x122000",
        ]);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", "D/TC:? 0 tee_ta_close_session:498 ", "D/TC:? 0 tee_ta_close_session:518 ",
        "D/TC:? 0 destroy_context:298 ")]
    [InlineData("amlogic-3.9-arm32", "[    0.002000@0] [TEE] D/TC:? 00 tee_ta_close_session:490 ",
        "[    0.002000@0] [TEE] D/TC:? 00 tee_ta_close_session:509 ", "[    0.002000@0] [TEE] D/TC:? 00 destroy_context:298 ")]
    [InlineData("optee-4.10-arm32", "D/TC:? 0 ", "D/TC:? 0 ", "D/TC:? 0 ")]
    public void A_close_says_the_session_and_the_context(string profile, string close, string destroy, string context)
    {
        TestWorld test = Loaded(profile, out _);
        ulong session = test.FirstOf("tee_ta_init_session");
        ulong ctx = Ctx(test);
        test.Lines.Clear();

        test.Close(1);

        string address = profile.Contains("4.10", StringComparison.Ordinal) ? "" : $"csess 0x{session:x} ";
        test.Lines.ShouldBe([$"{close}{address}id 1", $"{destroy}Destroy session", $"{context}Destroy TA ctx (0x{ctx:x})"]);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", "D/TC:? 0 tee_ta_close_session:498 csess 0x0 id 4294967295")]
    [InlineData("amlogic-3.9-arm32", "[    0.001000@0] [TEE] D/TC:? 00 tee_ta_close_session:490 csess 0x0 id 4294967295")]
    [InlineData("optee-4.10-arm32", "D/TC:? 0 id 9")]
    public void A_close_of_nothing_says_so(string profile, string line)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);

        test.Close(9).ShouldBe(TeeResult.ITEM_NOT_FOUND);

        test.Lines.ShouldBe([line]);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", "E/TC:? 0 tee_ta_open_session:728 Failed. Return error 0xffff0001")]
    [InlineData("amlogic-3.9-arm32", "[    0.001000@0] [TEE] E/TC:? 00 tee_ta_open_session:728 Failed. Return error 0xffff0001")]
    [InlineData("optee-4.10-arm32", $"E/TC:? 0 Failed for TA {Uuid}. Return error 0xffff0001")]
    public void An_open_that_the_TA_refuses_ends_with_an_error(string profile, string line)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);

        test.World.OpenSession("process", new OpenSessionRequest(LoadedWorld.First) { Reply = new TaReply(TeeResult.ACCESS_DENIED) });

        test.Lines[^1].ShouldBe(line);
        test.Lines.Count(l => l.Contains("E/TC", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", $"D/TC:? 0 tee_ta_init_session_with_context:573 Re-open TA {Uuid}")]
    [InlineData("optee-4.10-arm32", $"D/TC:? 0 Re-open trusted service {Uuid}")]
    public void A_further_session_is_a_line(string profile, string line)
    {
        TestWorld test = Loaded(profile, out _);
        test.Lines.Clear();

        test.Open(LoadedWorld.First);

        test.Lines.ShouldBe([line]);
    }

    [Fact]
    public void A_panic_on_upstream_is_followed_by_what_the_loader_knows_of_the_TA()
    {
        TestWorld test = Loaded("optee-3.10-arm32", out _);
        ulong ctx = Ctx(test);
        test.Lines.Clear();

        test.Crash(1);

        test.Lines.ShouldBe(
        [
            "E/TC:? 0 ",
            "E/TC:? 0 TA panicked with code 0x7",
            $"E/LD:  Status of TA {Uuid}",
            "E/LD:   arch: arm",
            "E/LD:  region  0: va 0x00103000 pa 0x05500000 size 0x002000 flags rw-s (ldelf)",
            "E/LD:  region  1: va 0x00105000 pa 0x05502000 size 0x006000 flags r-xs (ldelf)",
            "E/LD:  region  2: va 0x0010b000 pa 0x05508000 size 0x001000 flags rw-s (ldelf)",
            "E/LD:  region  3: va 0x0010c000 pa 0x05509000 size 0x004000 flags rw-s",
            "E/LD:  region  4: va 0x00110000 pa 0x0550d000 size 0x001000 flags r--s",
            "E/LD:  region  5: va 0x00111000 pa 0x0552e000 size 0x001000 flags rw-s (stack)",
            "E/LD:  region  6: va 0x00121000 pa 0x00001000 size 0x014000 flags r-xs [0]",
            "E/LD:  region  7: va 0x00135000 pa 0x00015000 size 0x00c000 flags rw-s [0]",
            $"E/LD:   [0] {Uuid} @ 0x00121000",
            "E/LD:  Call stack:",
            "E/LD:   0x00121000",
            "D/TC:? 0 user_ta_enter:166 tee_user_ta_enter: TA panicked with code 0x7",
            $"D/TC:? 0 Remove references to context (0x{ctx:x})",
            $"D/TC:? 0 destroy_context:298 Destroy TA ctx (0x{ctx:x})",
            "D/TC:? 0 tee_ta_invoke_command:773 Error: ffff3024 of 3",
        ]);
    }

    [Fact]
    public void A_panic_on_the_device_is_followed_by_the_vendors_status()
    {
        TestWorld test = Loaded("amlogic-3.9-arm32", out _);
        ulong ctx = Ctx(test);
        ulong session = test.FirstOf("tee_ta_init_session");
        test.Lines.Clear();

        test.Crash(1);

        test.Lines.ShouldAllBe(l => l.StartsWith("[    0.002000@0] [TEE] ", StringComparison.Ordinal));
        test.Lines.Select(l => l["[    0.002000@0] [TEE] ".Length..]).ShouldBe(
        [
            "E/TC:? 00 ",
            "E/TC:? 00 TA panicked with code 0x7",
            $"E/TC:? 00 Status of user TA((null) {Uuid}) (0x{ctx:x})",
            "E/TC:? 00 Arch: arm",
            "E/TC:? 00 Flags: SINGLE_INSTANCE|MULTI_SESSION",
            "E/TC:? 00 Sessions List:",
            $"E/TC:? 00 0x{session:x}",
            "E/TC:? 00 Stack Ptr: 0x111000, Size: 0x1000, Free: 0x1000",
            "E/TC:? 00 Memory Used: 0x2e000",
            "E/TC:? 00 Memory List:",
            "E/TC:? 00 region 0: va 0x00100000 pa 0x05304000 size 0x002000 flags ---R-X",
            "E/TC:? 00 region 1: va 0x00103000 pa 0x05500000 size 0x002000 flags rw-RW-",
            "E/TC:? 00 region 2: va 0x00105000 pa 0x05502000 size 0x006000 flags r-x---",
            "E/TC:? 00 region 3: va 0x0010b000 pa 0x05508000 size 0x001000 flags rw-RW-",
            "E/TC:? 00 region 4: va 0x0010c000 pa 0x05509000 size 0x003000 flags rw-RW-",
            "E/TC:? 00 region 5: va 0x0010f000 pa 0x05525000 size 0x001000 flags r--R--",
            "E/TC:? 00 region 6: va 0x00110000 pa 0x0550c000 size 0x001000 flags rw-RW-",
            "E/TC:? 00 region 7: va 0x00120000 pa 0x05526000 size 0x014000 flags r-xR--",
            "E/TC:? 00 region 8: va 0x00134000 pa 0x0553a000 size 0x00c000 flags rw-RW-",
            "D/TC:? 00 user_ta_enter:166 tee_user_ta_enter: TA panicked with code 0x7",
            $"D/TC:? 00 Remove references to context (0x{ctx:x})",
            $"D/TC:? 00 destroy_context:298 Destroy TA ctx (0x{ctx:x})",
            "D/TC:? 00 tee_ta_invoke_command:773 Error: ffff3024 of 3",
        ]);
    }

    [Fact]
    public void After_a_panic_in_4_10_the_context_goes_with_its_last_session()
    {
        TestWorld test = Loaded("optee-4.10-arm32", out _);
        ulong ctx = Ctx(test);
        test.Lines.Clear();

        test.Crash(1);
        test.Invoke(1, TaReply.Success);
        test.Close(1);

        test.Lines[..3].ShouldBe(["E/TC:? 0 ", "E/TC:? 0 TA panicked with code 0x7", $"E/LD:  Status of TA {Uuid}"]);
        test.Lines.SkipWhile(l => !l.StartsWith("D/TC", StringComparison.Ordinal)).ShouldBe(
        [
            "D/TC:? 0 tee_user_ta_enter: TA panicked with code 0x7",
            "D/TC:? 0 Error: ffff3024 of 3",
            "D/TC:? 0 Panicked !",
            "D/TC:? 0 Error: ffff3024 of 3",
            "D/TC:? 0 id 1",
            "D/TC:? 0 Destroy session",
            $"D/TC:? 0 Destroy TA ctx (0x{ctx:x})",
        ]);
    }

    // With its first session open; the loader's own came and went.
    private static TestWorld Loaded(string profile, out ulong loaderSession)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        test.Open(LoadedWorld.First).ShouldBe(1u);
        loaderSession =
            test.Told.Last(e => e.Kind == TeeEventKind.Allocated && test.World.Describe(e.Site)?.Function == "tee_ta_init_session").Address;
        return test;
    }

    // The tee_ta_ctx, which messages name, lies at the end of the user_ta_ctx; on these targets 352 bytes from its start.
    private static ulong Ctx(TestWorld test) => test.World.Contexts.ShouldHaveSingleItem().Address + 352;
}
