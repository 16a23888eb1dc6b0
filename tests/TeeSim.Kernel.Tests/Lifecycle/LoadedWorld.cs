using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>Worlds with TAs that are loaded from binaries.</summary>
internal static class LoadedWorld
{
    public const TaFlags Shared = TaFlags.SingleInstance | TaFlags.MultiSession;

    public static readonly Guid First = new("11111111-0000-0000-0000-000000000001");
    public static readonly Guid Second = new("22222222-0000-0000-0000-000000000002");
    public static readonly Guid Third = new("33333333-0000-0000-0000-000000000003");

    /// <summary>The profiles that there are, as rows of a theory.</summary>
    public static TheoryData<string> Profiles => [.. TargetProfiles.All.Select(p => p.Name)];

    /// <summary>A TA of a text and a data segment, with a gap in front of them that its stack comes to lie in.</summary>
    public static TaDefinition Ta(Guid uuid, TaFlags flags) => new("ta", uuid, flags, []) { Image = new TaImage { AslrPages = 16 } };

    /// <summary>A world with up to three TAs, named by their order.</summary>
    public static TestWorld Of(TargetProfile profile, params TaFlags[] flags)
    {
        Guid[] uuids = [First, Second, Third];
        return new TestWorld(profile, o => o with { Tas = [.. flags.Select((f, i) => Ta(uuids[i], f))] });
    }

    public static TestWorld Of(string profile, params TaFlags[] flags) => Of(TargetProfiles.Find(profile)!, flags);

    /// <summary>Opens and closes a TA, so that what stays for ever is there: the system pseudo TA's context.</summary>
    public static TestWorld Warm(this TestWorld test, Guid ta)
    {
        test.Close(test.Open(ta)).ShouldBe(TeeResult.SUCCESS);
        test.Told.Clear();
        test.Lines.Clear();
        return test;
    }

    /// <summary>Opens a session as a process that must get one.</summary>
    public static uint OpenAs(this TestWorld test, string process, Guid ta)
    {
        TeeOutcome outcome = test.World.OpenSession(process, ta);
        outcome.IsSuccess.ShouldBeTrue(outcome.ToString());
        return (uint)outcome.Value;
    }

    public static TeeOutcome Invoke(this TestWorld test, uint session, TaReply reply) =>
        test.World.Invoke("process", session, new CommandRequest { Reply = reply });

    /// <summary>Invokes a command in which the TA panics.</summary>
    public static TeeOutcome Crash(this TestWorld test, uint session) => test.Invoke(session, new TaReply(TeeResult.SUCCESS, PanicCode: 7));

    /// <summary>Closes a session while the TA's close entry panics.</summary>
    public static TeeOutcome CrashInClose(this TestWorld test, uint session) =>
        test.World.CloseSession("process", session, new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, PanicCode: 7) });

    /// <summary>Opens a session while the TA's open entry panics.</summary>
    public static TeeOutcome CrashInOpen(this TestWorld test, Guid ta) =>
        test.World.OpenSession("process", new OpenSessionRequest(ta) { Reply = new TaReply(TeeResult.SUCCESS, PanicCode: 7) });

    /// <summary>File and line of the allocations told of, in their order.</summary>
    public static IReadOnlyList<string> Allocations(this TestWorld test) =>
        [.. test.Told.Where(e => e.Kind == TeeEventKind.Allocated).Select(test.SiteOf)];

    public static string SiteOf(this TestWorld test, TeeEvent told) => test.World.Describe(told.Site) is { } site ? site.ShortForm : "?";

    /// <summary>The allocations told of that have not been released again.</summary>
    public static IReadOnlyList<TeeEvent> Kept(this TestWorld test)
    {
        var kept = new List<TeeEvent>();
        foreach (TeeEvent told in test.Told)
        {
            if (told.Kind == TeeEventKind.Allocated) kept.Add(told);
            else if (told.Kind == TeeEventKind.Freed) kept.RemoveAll(e => e.Address == told.Address);
        }

        return kept;
    }

    /// <summary>Heap, page pools, files and every TA's regions hold together.</summary>
    public static void ShouldHoldTogether(this TestWorld test)
    {
        test.ShouldBeSound();
        foreach (PagePool pool in test.World.Pools) test.World.TeeMm.Validate(pool.Address).ShouldBeEmpty();
        test.World.Files.Validate().ShouldBeEmpty();
    }
}
