using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>What can go wrong when a session on a TA is opened, and what then stays.</summary>
public class OpenErrorTests
{
    private const uint SessionBytes = 84;

    public static TheoryData<string> Profiles => LoadedWorld.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_single_instance_without_multi_session_is_busy_while_it_has_one(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, TaFlags.SingleInstance).Warm(LoadedWorld.First);
        uint session = test.Open(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];

        test.World.OpenSession("other", LoadedWorld.First).ShouldBe(TeeOutcome.Error(TeeResult.BUSY));

        test.World.Heap.Blocks.ShouldBe(blocks);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        test.Open(LoadedWorld.First).ShouldBe(session);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_nobody_has_is_not_found(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared).Warm(LoadedWorld.First);
        WorldState before = WorldState.Of(test.World);

        test.World.OpenSession("p", LoadedWorld.Second).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.World.CloseSession("p", 1).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Invoke(1, TaReply.Success).Result.ShouldBe(TeeResult.BAD_PARAMETERS);

        test.Allocations()
            .ShouldContain(test.World.Options.Profile.Sites.ReeFsTaHandle!.Value.ShortForm, "the loader had to ask for the file");
        test.World.Heap.ResetStats();
        WorldState.Of(test.World).ShouldBe(before);
    }

    [Fact]
    public void Refused_parameters_leave_a_session_that_nobody_can_close_in_3_10()
    {
        TestWorld test = LoadedWorld.Of("optee-3.10-arm32", LoadedWorld.Shared).Warm(LoadedWorld.First);
        uint session = test.Open(LoadedWorld.First);
        test.Told.Clear();

        OpenWithVideoMemory(test).ShouldBe(TeeOutcome.Error(TeeResult.BAD_PARAMETERS));

        test.Kept().ShouldHaveSingleItem().Size.ShouldBe(SessionBytes);
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(2u, "its reference of the context stays, too");
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        test.World.KillProcess("process").IsSuccess.ShouldBeTrue();
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u, "the TA is never unloaded");
        test.ShouldHoldTogether();
    }

    [Fact]
    public void Refused_parameters_leave_a_fresh_context_that_nobody_has_loaded_in_3_10()
    {
        TestWorld test = LoadedWorld.Of("optee-3.10-arm32", LoadedWorld.Shared);

        OpenWithVideoMemory(test).Result.ShouldBe(TeeResult.BAD_PARAMETERS);

        // The kernel's region and the loader's three: the loader was never entered. So the context has no flags
        // and the next open makes another.
        test.RegionsOf(LoadedWorld.First).Count.ShouldBe(4);
        test.Open(LoadedWorld.First).ShouldBe(2u);
        test.World.Contexts.Count.ShouldBe(2);
        test.ShouldHoldTogether();
    }

    [Theory]
    [InlineData("optee-4.10-arm32")]
    [InlineData("optee-4.10-arm64")]
    public void Refused_parameters_leave_nothing_in_4_10(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared).Warm(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];

        OpenWithVideoMemory(test).Result.ShouldBe(TeeResult.BAD_PARAMETERS);

        test.World.Heap.Blocks.ShouldBe(blocks);
        test.World.Contexts.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_TA_that_declares_it_is_passed_video_memory_once_it_is_loaded(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared | TaFlags.SecureDataPath);
        uint session = test.Open(LoadedWorld.First);

        OpenWithVideoMemory(test).IsSuccess.ShouldBeTrue();
        test.World
            .Invoke("process", session, new CommandRequest { SdpBuffers = [new AddressRange(TestWorld.Input, TestWorld.Page)] }).IsSuccess
            .ShouldBeTrue();

        test.RegionsOf(LoadedWorld.First).ShouldNotContain(r => r.Flags.HasFlag(Mmu.UserSpace.VmFlags.Ephemeral));
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_command_with_video_memory_for_a_TA_that_does_not_declare_it_is_refused(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        uint session = test.Open(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];

        test.World
            .Invoke("process", session, new CommandRequest { SdpBuffers = [new AddressRange(TestWorld.Input, TestWorld.Page)] }).Result
            .ShouldBe(TeeResult.BAD_PARAMETERS);

        test.World.Heap.Blocks.ShouldBe(blocks);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_TA_that_refuses_to_open_is_closed_at_once(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared).Warm(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        // Its close entry is called, too: it panics in it, so there is a status block.
        var request = new OpenSessionRequest(LoadedWorld.First)
        {
            Reply = new TaReply(TeeResult.ACCESS_DENIED),
            CloseReply = new TaReply(TeeResult.SUCCESS, PanicCode: 0x15),
        };

        test.World.OpenSession("process", request).ShouldBe(TeeOutcome.Error(TeeResult.ACCESS_DENIED));

        test.Lines.ShouldContain(l => l.EndsWith("TA panicked with code 0x15", StringComparison.Ordinal));
        test.World.Heap.Blocks.ShouldBe(blocks);
        test.World.Contexts.ShouldBeEmpty();
    }

    [Fact]
    public void A_TA_that_was_never_loaded_has_no_close_entry()
    {
        TestWorld test = new(TargetProfiles.Optee310Arm32,
            o => o with { Tas = [LoadedWorld.Ta(LoadedWorld.First, LoadedWorld.Shared) with { Image = TooWide }] });
        var request = new OpenSessionRequest(LoadedWorld.First) { CloseReply = new TaReply(TeeResult.SUCCESS, PanicCode: 0x15) };

        test.World.OpenSession("process", request)
            .ShouldBe(TeeOutcome.Error(TeeResult.OUT_OF_MEMORY), "the loader's pages fit, the TA's need more page tables than there are");

        test.Lines.ShouldContain("E/TC:? 0 ldelf failed with res: 0xffff000c");
        test.Lines.ShouldNotContain(l => l.Contains("panicked"));
        test.World.Contexts.ShouldBeEmpty();
        test.Kept().Count(e => test.SiteOf(e) == "tee_mmu.c:256").ShouldBe(0);
        test.ShouldHoldTogether();
    }

    [Fact]
    public void A_session_on_a_panicked_context_waits_for_ever_in_3_10()
    {
        TestWorld test = LoadedWorld.Of("optee-3.10-arm32", LoadedWorld.Shared | TaFlags.InstanceKeepAlive).Warm(LoadedWorld.First);
        test.CrashInOpen(LoadedWorld.First).Result.ShouldBe(TeeResult.TARGET_DEAD);
        TaContext dead = test.World.Contexts.ShouldHaveSingleItem("a context that is kept alive stays in the list, dead");
        test.Told.Clear();

        TeeOutcome outcome = test.World.OpenSession("process", LoadedWorld.First);

        outcome.Hang.ShouldNotBeNull().ShouldContain("tee_ta_unlink_session");
        outcome.IsSuccess.ShouldBeFalse();
        test.World.Panic.ShouldBeNull("the rest of the core goes on");
        test.Kept().Select(test.SiteOf).ShouldBe(["mobj.c:396", "tee_ta_manager.c:613"], "the thread is lost with what it holds");
        test.World.Contexts.ShouldBe([dead with { Sessions = 1 }]);
        test.Lines.ShouldContain("D/TC:? 0 panicked, call tee_ta_close_session()");
        test.World.RegisterShm("process", 1).IsSuccess.ShouldBeTrue();
        test.ShouldHoldTogether();
    }

    [Theory]
    [InlineData("optee-4.10-arm32")]
    [InlineData("optee-4.10-arm64")]
    public void A_session_on_a_panicked_TA_gets_a_new_context_in_4_10(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared | TaFlags.InstanceKeepAlive);
        uint session = test.Open(LoadedWorld.First);
        test.Open(LoadedWorld.First);
        ulong dead = test.World.Contexts[0].Address;
        test.CrashInClose(session).Result.ShouldBe(TeeResult.SUCCESS);
        test.World.Contexts.ShouldBeEmpty("a panicked context leaves the list at once, also one that is to be kept alive");

        test.Open(LoadedWorld.First);

        TaContext context = test.World.Contexts.ShouldHaveSingleItem();
        (context.Sessions, context.Address == dead).ShouldBe((1u, false));
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_TA_that_opens_a_session_on_itself_stops_the_core(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        uint session = test.Open(LoadedWorld.First);

        TeeOutcome outcome = test.World.OpenSessionFromTa("process", session, new OpenSessionRequest(LoadedWorld.First));

        // BUSY, because waiting would be a deadlock. The close of the half-open session then has to be busy, too.
        CorePanicException panic = outcome.Panic.ShouldNotBeNull();
        (panic.Kind, panic.Site.Function).ShouldBe((CorePanicKind.Panic, "tee_ta_set_busy"));
        test.World.OpenSession("process", LoadedWorld.First).Panic.ShouldBeSameAs(panic);
    }

    [Theory]
    [InlineData("optee-3.10-arm32", 2)]
    [InlineData("amlogic-3.9-arm32", 2)]
    [InlineData("optee-3.10-arm64", 2)]
    [InlineData("optee-4.10-arm32", 1)]
    [InlineData("optee-4.10-arm64", 1)]
    public void Opened_again_while_it_is_loaded_a_single_instance_has_two_contexts_before_3_11(string profile, int contexts)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared).Warm(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        TeeOutcome? second = null;
        test.World.DuringNextLoad(() => second = test.World.OpenSession("second", LoadedWorld.First));

        test.World.OpenSession("first", LoadedWorld.First).IsSuccess.ShouldBeTrue();

        second.ShouldNotBeNull().IsSuccess.ShouldBeTrue();
        test.World.Contexts.Select(c => c.Sessions).ShouldBe(contexts == 2 ? [1u, 1u] : [2u]);
        test.World.Contexts.ShouldAllBe(c => test.World.Mmu.Regions(c.UserModeCtx).Count() >= 9);
        test.ShouldHoldTogether();
        test.OpenAs("third", LoadedWorld.First);
        test.World.Contexts[0].Sessions.ShouldBe(contexts == 2 ? 2u : 3u, "from then on the first in the list");
        foreach (string process in (string[])["first", "second", "third"]) test.World.KillProcess(process).IsSuccess.ShouldBeTrue();
        test.World.Heap.Blocks.ShouldBe(blocks);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Other_TAs_can_be_opened_while_one_is_loaded(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, TaFlags.None).Warm(LoadedWorld.First);
        HeapBlock[] blocks = [.. test.World.Heap.Blocks];
        test.World.DuringNextLoad(() =>
        {
            test.World.OpenSession("p", LoadedWorld.Third).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
            test.OpenAs("p", LoadedWorld.Second).ShouldBe(2u);
        });

        test.OpenAs("p", LoadedWorld.First).ShouldBe(1u);

        test.World.Contexts.Select(c => c.Uuid).ShouldBe([LoadedWorld.First, LoadedWorld.Second]);
        test.ShouldHoldTogether();
        test.World.KillProcess("p").IsSuccess.ShouldBeTrue();
        test.World.Heap.Blocks.ShouldBe(blocks);
    }

    [Fact]
    public void A_thread_that_waits_for_ever_inside_of_a_single_instance_makes_all_others_wait()
    {
        TestWorld test =
            LoadedWorld.Of("optee-3.10-arm32", LoadedWorld.Shared, LoadedWorld.Shared | TaFlags.InstanceKeepAlive, LoadedWorld.Shared);
        uint session = test.Open(LoadedWorld.First);
        uint other = test.Open(LoadedWorld.Third);
        test.CrashInOpen(LoadedWorld.Second);

        test.World.OpenSessionFromTa("process", session, new OpenSessionRequest(LoadedWorld.Second)).Hang.ShouldNotBeNull();

        test.Invoke(session, TaReply.Success).Hang.ShouldNotBeNull().ShouldContain("tee_ta_get_session");
        test.Invoke(other, TaReply.Success).Hang.ShouldNotBeNull().ShouldContain("lock_single_instance");
        test.World.KillProcess("process").Hang.ShouldNotBeNull();
        test.World.Panic.ShouldBeNull();
    }

    // 8 MiB: more than four page tables.
    private static TaImage TooWide => new() { HeapSize = 0x80_0000 };

    private static TeeOutcome OpenWithVideoMemory(TestWorld test) =>
        test.World.OpenSession(
            "process", new OpenSessionRequest(LoadedWorld.First) { SdpBuffers = [new AddressRange(TestWorld.Input, TestWorld.Page)] });
}
