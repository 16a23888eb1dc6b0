using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>TAs that panic: what goes at once, what when the clients close, and what stays.</summary>
public class TaPanicTests
{
    private const TaFlags KeptAlive = LoadedWorld.Shared | TaFlags.InstanceKeepAlive;

    public static TheoryData<string> Profiles => LoadedWorld.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void In_a_command_the_context_goes_even_when_it_is_kept_alive_and_the_sessions_stay(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, KeptAlive);
        CoolDown(test, KeptAlive);
        test.Told.Clear();
        uint first = test.Open(LoadedWorld.First);
        uint second = test.Open(LoadedWorld.First);

        test.Crash(first).ShouldBe(TeeOutcome.Error(TeeResult.TARGET_DEAD));

        test.World.Contexts.ShouldBeEmpty();
        // From 4.0 on the struct of the context goes with the last session.
        string context = test.World.Options.Profile.Sites.UserTaCtx.ShortForm;
        string session = test.World.Options.Profile.Sites.Session.ShortForm;
        bool released = test.World.Options.Profile.Tas.ReleasesPanickedContexts;
        test.Kept().Select(test.SiteOf).Where(s => s != PtaSite(test))
            .ShouldBe(released ? [session, context, session] : [session, session]);

        test.Invoke(first, TaReply.Success).Result.ShouldBe(TeeResult.TARGET_DEAD);
        test.Invoke(second, TaReply.Success).Result.ShouldBe(TeeResult.TARGET_DEAD);
        test.Close(first).ShouldBe(TeeResult.SUCCESS);
        test.Close(second).ShouldBe(TeeResult.SUCCESS);
        test.Kept().Select(test.SiteOf).Where(s => s != PtaSite(test)).ShouldBeEmpty();
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void In_a_command_the_sessions_of_other_TAs_on_it_stay_too(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, LoadedWorld.Shared);
        uint caller = test.Open(LoadedWorld.First);
        uint session = test.Open(LoadedWorld.Second);
        uint inner = OpenFromTa(test, caller, LoadedWorld.Second);
        test.World.Contexts.Select(c => c.Sessions).ShouldBe([1u, 2u]);

        test.Crash(session).Result.ShouldBe(TeeResult.TARGET_DEAD);

        test.World.Contexts.ShouldHaveSingleItem().Uuid.ShouldBe(LoadedWorld.First);
        test.World.CloseSessionFromTa("process", caller, inner).Result.ShouldBe(TeeResult.SUCCESS);
        test.World.CloseSessionFromTa("process", caller, inner).Result.ShouldBe(TeeResult.ITEM_NOT_FOUND);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_TA_that_panics_takes_the_sessions_with_it_that_it_has_opened(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, LoadedWorld.Shared);
        uint caller = test.Open(LoadedWorld.First);
        OpenFromTa(test, caller, LoadedWorld.Second).ShouldBe(1u);
        OpenFromTa(test, caller, LoadedWorld.Second).ShouldBe(2u);

        test.Crash(caller).Result.ShouldBe(TeeResult.TARGET_DEAD);

        test.World.Contexts.ShouldBeEmpty();
        test.Close(caller).ShouldBe(TeeResult.SUCCESS);
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start + PtaBytes(test));
        test.ShouldHoldTogether();
    }

    public static TheoryData<string, string> ProfilesAndCalls
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string profile in TargetProfiles.All.Select(p => p.Name))
            {
                foreach (string call in (string[])["driver", "map_zi", "remap", "unmap_zi", "ta_close_session"]) data.Add(profile, call);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ProfilesAndCalls))]
    public void Instead_of_what_it_is_asked_to_do_it_does_nothing_and_dies(string profile, string call)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared, LoadedWorld.Shared);
        uint session = test.Open(LoadedWorld.First);
        uint inner = OpenFromTa(test, session, LoadedWorld.Second);
        ulong va = test.World.MapZi("process", session, TestWorld.Page).Value;
        test.Lines.Clear();

        TeeOutcome outcome = call switch
        {
            "driver" => test.World.Invoke(
                "process", session, TvpEntryPoints.OpenChannel, new EntryArguments(TvpEntryPoints.OpenChannel), panicCode: 0xbad),
            "map_zi" => test.World.MapZi("process", session, TestWorld.Page, panicCode: 0xbad),
            "remap" => test.World.Remap("process", session, va, TestWorld.Page, 0, panicCode: 0xbad),
            "unmap_zi" => test.World.UnmapZi("process", session, va, TestWorld.Page, panicCode: 0xbad),
            _ => test.World.CloseSessionFromTa("process", session, inner, panicCode: 0xbad),
        };

        outcome.ShouldBe(TeeOutcome.Error(TeeResult.TARGET_DEAD));
        test.Lines.ShouldContain(line => line.EndsWith("TA panicked with code 0xbad", StringComparison.Ordinal));
        test.World.Contexts.ShouldBeEmpty("what it had opened went with it");
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start + PtaBytes(test));
        test.ShouldHoldTogether();
    }

    [Fact]
    public void In_close_it_stays_listed_when_it_is_kept_alive_in_3_10()
    {
        TestWorld test = LoadedWorld.Of("optee-3.10-arm32", KeptAlive);
        uint session = test.Open(LoadedWorld.First);

        test.CrashInClose(session).Result.ShouldBe(TeeResult.SUCCESS);

        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(0u);
        test.RegionsOf(LoadedWorld.First).Count.ShouldBe(9, "with all that it has mapped");
        test.World.OpenSession("process", LoadedWorld.First).Hang.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void In_close_it_goes_with_its_last_session_when_it_is_not_kept_alive(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);
        uint first = test.Open(LoadedWorld.First);
        uint second = test.Open(LoadedWorld.First);

        test.CrashInClose(first).Result.ShouldBe(TeeResult.SUCCESS);

        // Until 3.22 it waits, dead, for its last session.
        bool released = test.World.Options.Profile.Tas.ReleasesPanickedContexts;
        test.World.Contexts.Count.ShouldBe(released ? 0 : 1);
        test.CrashInClose(second).Result.ShouldBe(TeeResult.SUCCESS, "a panicked TA is not entered again");
        test.World.Contexts.ShouldBeEmpty();
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start + PtaBytes(test));
        test.ShouldHoldTogether();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void In_open_it_goes_when_it_has_no_other_session(string profile)
    {
        TestWorld test = LoadedWorld.Of(profile, LoadedWorld.Shared);

        test.CrashInOpen(LoadedWorld.First).ShouldBe(TeeOutcome.Error(TeeResult.TARGET_DEAD));

        test.World.Contexts.ShouldBeEmpty();
        test.World.Heap.Stats.Allocated.ShouldBe(test.Start + PtaBytes(test));
        test.Open(LoadedWorld.First).ShouldBe(1u);
    }

    [Fact]
    public void In_open_the_others_find_out_at_their_next_command_in_3_10()
    {
        TestWorld test = LoadedWorld.Of("optee-3.10-arm32", LoadedWorld.Shared);
        uint session = test.Open(LoadedWorld.First);
        test.CrashInOpen(LoadedWorld.First).Result.ShouldBe(TeeResult.TARGET_DEAD);
        test.World.Contexts.ShouldHaveSingleItem().Sessions.ShouldBe(1u);
        test.Lines.Clear();

        test.Invoke(session, TaReply.Success).Result.ShouldBe(TeeResult.TARGET_DEAD);

        test.Lines[0].ShouldBe("D/TC:? 0 Panicked !");
        test.Lines[1].ShouldStartWith("D/TC:? 0 Remove references to context (0x");
        test.World.Contexts.ShouldBeEmpty();
        test.Open(LoadedWorld.First).ShouldBe(2u);
    }

    private static uint OpenFromTa(TestWorld test, uint session, Guid ta)
    {
        TeeOutcome outcome = test.World.OpenSessionFromTa("process", session, new OpenSessionRequest(ta));
        outcome.IsSuccess.ShouldBeTrue(outcome.ToString());
        return (uint)outcome.Value;
    }

    // What a first load leaves for ever; an instance that is kept alive has to be got rid of by a panic.
    private static void CoolDown(TestWorld test, TaFlags flags)
    {
        flags.ShouldBe(KeptAlive);
        uint session = test.Open(LoadedWorld.First);
        test.Crash(session).Result.ShouldBe(TeeResult.TARGET_DEAD);
        test.Close(session).ShouldBe(TeeResult.SUCCESS);
    }

    private static string PtaSite(TestWorld test) => test.World.Options.Profile.Sites.PseudoTaCtx is { } site ? site.ShortForm : "none";

    private static uint PtaBytes(TestWorld test)
    {
        TargetProfile profile = test.World.Options.Profile;
        return profile.Tas.Loader.UsesSystemPta ? (uint)test.World.Heap.BlockSizeOf(profile.Abi == Abi.Ilp32 ? 60UL : 88UL) : 0;
    }
}
