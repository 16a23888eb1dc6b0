using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.TrustedApplications;

namespace TeeSim.Kernel.Tests.Lifecycle;

/// <summary>
/// Does a script to a world with three TAs: one that all clients share, one that each client has for itself, one that has one client at a
/// time. Beside it, it knows which sessions and which memory the processes have, and what each call must answer.
/// </summary>
internal sealed class LifecycleRun
{
    private static readonly TaFlags[] Flags = [LoadedWorld.Shared, TaFlags.None, TaFlags.SingleInstance];
    private static readonly Guid[] Tas = [LoadedWorld.First, LoadedWorld.Second, LoadedWorld.Third];

    private readonly List<Held> _sessions = [];
    private readonly List<(uint Session, uint Inner)> _inner = [];
    private readonly List<(string Process, ulong Cookie)> _memory = [];
    private readonly bool _listsDeadContexts;

    public LifecycleRun(string profile)
    {
        Test = LoadedWorld.Of(TargetProfiles.Find(profile)!, Flags);
        _listsDeadContexts = Test.World.Options.Profile.Tas.RefusesPanickedContexts;
        foreach (Guid ta in Tas) Test.Warm(ta);
        Test.World.Heap.ResetStats();
        Start = WorldState.Of(Test.World);
    }

    public TestWorld Test { get; }

    /// <summary>With each TA opened and closed once, so that what stays for ever is there.</summary>
    public WorldState Start { get; }

    /// <summary>How many calls of each kind were made.</summary>
    public Dictionary<LifecycleCall, int> Made { get; } = [];

    public void Do(LifecycleStep step)
    {
        string process = $"p{step.Process}";
        Guid ta = Tas[step.Ta];
        bool done = step.Call switch
        {
            LifecycleCall.Open => Open(process, ta, new TaReply(TeeResult.SUCCESS)),
            LifecycleCall.OpenRefused => Open(process, ta, new TaReply(TeeResult.ACCESS_DENIED)),
            LifecycleCall.OpenPanics => Open(process, ta, new TaReply(TeeResult.SUCCESS, 1)),
            LifecycleCall.Close => Close(step.Which, panics: false),
            LifecycleCall.ClosePanics => Close(step.Which, panics: true),
            LifecycleCall.Invoke => Invoke(step.Which, panics: false),
            LifecycleCall.InvokePanics => Invoke(step.Which, panics: true),
            LifecycleCall.OpenFromTa => OpenFromTa(step.Which, step.Ta),
            LifecycleCall.CloseFromTa => CloseFromTa(step.Which),
            LifecycleCall.OpenDuringLoad => OpenDuringLoad(process, step.Ta),
            LifecycleCall.Register => Register(process),
            LifecycleCall.Release => Release(step.Which),
            _ => Die(process),
        };
        if (done) Made[step.Call] = Made.GetValueOrDefault(step.Call) + 1;
        Test.World.Panic.ShouldBeNull();
        Test.ShouldHoldTogether();
    }

    /// <summary>All processes die.</summary>
    public void End()
    {
        for (int i = 0; i < 3; i++) Die($"p{i}");
        _sessions.ShouldBeEmpty();
        Test.World.Heap.ResetStats();
    }

    private bool Open(string process, Guid ta, TaReply reply)
    {
        if (WouldHang(ta)) return false;
        bool busy = Flags[Array.IndexOf(Tas, ta)] == TaFlags.SingleInstance && Test.World.Contexts.Any(c => c.Uuid == ta && c.Sessions > 0);
        TeeOutcome outcome = Test.World.OpenSession(process, new OpenSessionRequest(ta) { Reply = reply });
        outcome.Result.ShouldBe(busy ? TeeResult.BUSY : reply.PanicCode is null ? reply.Result : TeeResult.TARGET_DEAD);
        if (outcome.IsSuccess) _sessions.Add(new Held(process, (uint)outcome.Value, ta));
        else if (reply.PanicCode is not null && !busy) MarkDead(ta);
        return true;
    }

    private bool OpenDuringLoad(string process, int ta)
    {
        Guid other = Tas[(ta + 1) % Tas.Length];
        if (WouldHang(Tas[ta]) || WouldHang(other)) return false;
        Test.World.DuringNextLoad(() => Open("p0", other, TaReply.Success));
        bool done = Open(process, Tas[ta], TaReply.Success);
        Test.World.DuringNextLoad(static () => { });
        return done;
    }

    private bool Close(int which, bool panics)
    {
        if (_sessions.Count == 0) return false;
        Held held = _sessions[which % _sessions.Count];
        var request = new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, panics ? 2 : null) };
        Test.World.CloseSession(held.Process, held.Id, request).ShouldBe(TeeOutcome.Success());
        _sessions.Remove(held);
        if (panics) MarkDead(held.Ta);
        return true;
    }

    // A dead TA is found out, and goes, at the latest when it is invoked.
    private bool Invoke(int which, bool panics)
    {
        if (_sessions.Count == 0) return false;
        Held held = _sessions[which % _sessions.Count];
        ulong[] cookies = [.. _memory.Where(m => m.Process == held.Process).Select(m => m.Cookie).Take(4)];
        TeeOutcome outcome = Test.World.Invoke(held.Process, held.Id,
            new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, panics ? 3 : null), SharedMemory = cookies });
        outcome.Result.ShouldBe(panics || held.Dead ? TeeResult.TARGET_DEAD : TeeResult.SUCCESS, $"{held}");
        if (!panics) return true;
        // An own instance takes nobody else with it.
        foreach (Held other in _sessions.Where(s => held.Ta == Tas[0] ? s.Ta == held.Ta : s == held)) other.Dead = true;
        return true;
    }

    // Only on a TA further down, so that no TA ever waits for itself.
    private bool OpenFromTa(int which, int ta)
    {
        if (_sessions.Count == 0) return false;
        Held held = _sessions[which % _sessions.Count];
        if (held.Dead || Array.IndexOf(Tas, held.Ta) >= ta || WouldHang(Tas[ta])) return false;
        TeeOutcome outcome = Test.World.OpenSessionFromTa(held.Process, held.Id, new OpenSessionRequest(Tas[ta]));
        outcome.Result.ShouldBeOneOf(TeeResult.SUCCESS, TeeResult.BUSY);
        if (outcome.IsSuccess) _inner.Add((held.Id, (uint)outcome.Value));
        return true;
    }

    private bool CloseFromTa(int which)
    {
        if (_inner.Count == 0) return false;
        (uint session, uint inner) = _inner[which % _inner.Count];
        if (_sessions.Find(s => s.Id == session) is not { Dead: false } held) return false;
        Test.World.CloseSessionFromTa(held.Process, session, inner).Result.ShouldBeOneOf(TeeResult.SUCCESS, TeeResult.ITEM_NOT_FOUND);
        _inner.Remove((session, inner));
        return true;
    }

    private bool Register(string process)
    {
        TeeOutcome outcome = Test.World.RegisterShm(process, 0x1800);
        outcome.IsSuccess.ShouldBeTrue();
        _memory.Add((process, outcome.Value));
        return true;
    }

    private bool Release(int which)
    {
        if (_memory.Count == 0) return false;
        (string Process, ulong Cookie) memory = _memory[which % _memory.Count];
        Test.World.ReleaseShm(memory.Process, memory.Cookie).IsSuccess.ShouldBeTrue();
        _memory.Remove(memory);
        return true;
    }

    private bool Die(string process)
    {
        Test.World.KillProcess(process).ShouldBe(TeeOutcome.Success());
        _sessions.RemoveAll(s => s.Process == process);
        _memory.RemoveAll(m => m.Process == process);
        return true;
    }

    // A panic in open or close is in the shared instance for all of its clients; the others have none.
    private void MarkDead(Guid ta)
    {
        if (ta != Tas[0]) return;
        foreach (Held other in _sessions.Where(s => s.Ta == ta)) other.Dead = true;
    }

    // Up to 3.22 a session on a dead context that is still listed never opens.
    private bool WouldHang(Guid ta) =>
        _listsDeadContexts && ta == Tas[0] && _sessions.Exists(s => s.Ta == ta && s.Dead) && Test.World.Contexts.Any(c => c.Uuid == ta);

    private sealed record Held(string Process, uint Id, Guid Ta)
    {
        public bool Dead { get; set; }
    }
}
