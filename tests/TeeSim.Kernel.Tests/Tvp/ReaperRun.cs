using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tests.Tvp;

/// <summary>
/// Three processes that open, map, unmap, close, panic and die in a random order of a seed; beside them a naive list of
/// which session has mapped what.
/// </summary>
internal sealed class ReaperRun
{
    private static readonly string[] Processes = ["input", "player", "recorder"];

    private readonly TestWorld _test;
    private readonly bool _oneInstance;

    // A panic in the close entry of the last session leaves a context behind that nobody can enter, and only a command ends.
    private readonly bool _staysPanicked;
    private readonly IReadOnlyList<(string Function, uint Size)> _start;
    private readonly List<(string Process, uint Id, Guid Ta)> _sessions = [];
    private readonly List<(uint Session, ulong Pa)> _live = [];
    private readonly List<uint> _handles = [];
    private readonly List<string> _done = [];

    public ReaperRun(TargetProfile profile, TaFlags flags, bool guarded = false)
    {
        _oneInstance = flags.HasFlag(TaFlags.SingleInstance);
        _staysPanicked = flags.HasFlag(TaFlags.InstanceKeepAlive);
        _test = new TestWorld(profile, o => o with
        {
            Driver = TvpDrivers.Find("deferred-close-and-reaper")!,
            DriverSettings = DriverSettings.None.With("maps_per_channel", 2),
            GuardDriver = guarded,
            Tas = [new TaDefinition("tvp", TestWorld.Tvp, flags, []), new TaDefinition("drm", TestWorld.Drm, flags, [])],
        });
        Warm(TestWorld.Tvp);
        Warm(TestWorld.Drm);
        _start = Mappings();
    }

    public void Play(int seed, int steps)
    {
        var random = new Random(seed);
        for (int i = 0; i < steps; i++)
        {
            _done.Add(Step(random));
            Regions().ShouldBe(_live.Count, $"seed {seed}: {string.Join("; ", _done)}");
            _test.ShouldBeSound();
        }

        foreach (string process in Processes) _test.World.KillProcess(process).IsSuccess.ShouldBeTrue();
        Regions().ShouldBe(0, $"seed {seed}");
        // A TA that is kept alive may have panicked meanwhile, and is there again only with its next session.
        if (_staysPanicked)
        {
            Warm(TestWorld.Tvp);
            Warm(TestWorld.Drm);
        }

        Mappings().ShouldBe(_start, ignoreOrder: true, $"seed {seed}: {string.Join("; ", _done)}");
        _test.World.Driver.Count("channel").ShouldBe(0);
    }

    private void Warm(Guid ta) => _test.Close(_test.Open(ta)).ShouldBe(TeeResult.SUCCESS);

    // A call that never returns, as some after a panic in a close entry, leaves its session and the TA's context
    // behind: those are not the driver's.
    private IReadOnlyList<(string Function, uint Size)> Mappings() =>
        [.. _test.Listing.Where(e => e.Function == "mobj_phys_alloc" || e.Function.StartsWith("tee_tvp", StringComparison.Ordinal))];

    private int Regions() => _test.World.Contexts.Sum(c =>
        _test.World.Mmu.Regions(c.UserModeCtx)
            .Count(r => r.Flags == VmFlags.None && r.Attr.HasFlag(Mattr.Secure) && r.Attr.HasFlag(Mattr.Uw)));

    private string Step(Random random)
    {
        string process = Processes[random.Next(Processes.Length)];
        int what = random.Next(21);
        if (what < 3 || _sessions.Count == 0)
        {
            Guid ta = random.Next(2) == 0 ? TestWorld.Tvp : TestWorld.Drm;
            TeeOutcome opened = _test.World.OpenSession(process, ta);
            if (opened.IsSuccess) _sessions.Add((process, (uint)opened.Value, ta));
            return $"{process} opens {opened.Value}";
        }

        (string owner, uint session, Guid of) = _sessions[random.Next(_sessions.Count)];
        ulong pa = TestWorld.Input + (ulong)random.Next(3) * 0x1000;
        switch (what)
        {
            case < 7:
                var request =
                    new OpenChannelRequest(0, new AddressRange(pa & ~0x1fffUL, 0x2000), [], random.Next(3) == 0 ? null : TestWorld.Drm);
                TeeOutcome channel = Checked(session, _test.World.OpenChannel(owner, session, request));
                if (channel.IsSuccess) _handles.Add((uint)channel.Value);
                return $"{session} opens channel {channel.Value}";
            case < 9:
                if (_handles.Count == 0) return "";
                uint closing = _handles[random.Next(_handles.Count)];
                Checked(session, _test.World.CloseChannel(owner, session, closing));
                return $"{session} closes channel {closing}";
            case < 14:
                if (Checked(session, _test.World.Map(owner, session, pa, 0x1000)).IsSuccess) _live.Add((session, pa));
                return $"{session} maps {pa:x}";
            case < 17:
                if (Checked(session, _test.World.Unmap(owner, session, pa, 0x1000)).IsSuccess) ForgetOne(session, of, pa);
                return $"{session} unmaps {pa:x}";
            case 17:
                _test.World.CloseSession(owner, session).Result.ShouldBe(TeeResult.SUCCESS);
                Forget(session);
                return $"{session} closes";
            case 18:
                if (_test.World.Invoke(owner, session, new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, 7) }).Result
                    == TeeResult.TARGET_DEAD)
                {
                    ForgetTa(session, of);
                }
                return $"{session} panics";
            case 19 when !_staysPanicked:
                var crash = new CommandRequest { Reply = new TaReply(TeeResult.SUCCESS, 7) };
                _test.World.CloseSession(owner, session, crash).Result.ShouldBe(TeeResult.SUCCESS);
                ForgetTa(session, of);
                Forget(session);
                return $"{session} panics in its close entry";
            default:
                _test.World.KillProcess(owner).IsSuccess.ShouldBeTrue();
                foreach ((_, uint id, _) in _sessions.Where(s => s.Process == owner).ToList()) Forget(id);
                return $"{owner} dies";
        }
    }

    private TeeOutcome Checked(uint session, TeeOutcome outcome)
    {
        outcome.Panic.ShouldBeNull();
        if (outcome.Result == TeeResult.TARGET_DEAD) ForgetTa(session, _sessions.Find(s => s.Id == session).Ta);
        return outcome;
    }

    // A session gives back its own first, then anybody's in the same context.
    private void ForgetOne(uint session, Guid ta, ulong pa)
    {
        int own = _live.FindIndex(m => m == (session, pa));
        _live.RemoveAt(
            own >= 0 ? own : _live.FindIndex(m => m.Pa == pa && _oneInstance && _sessions.Exists(s => s.Id == m.Session && s.Ta == ta)));
    }

    private void Forget(uint session)
    {
        _live.RemoveAll(m => m.Session == session);
        _sessions.RemoveAll(s => s.Id == session);
    }

    // Who panics takes the context along; or it was gone already, and the TA may have a new one with other sessions. Only after a panic in
    // a close entry may it stay, until the next session finds out.
    private void ForgetTa(uint session, Guid ta)
    {
        if (_oneInstance && _test.World.Contexts.Any(c => c.Uuid == ta && _test.World.Mmu.Regions(c.UserModeCtx).Any())) return;
        _live.RemoveAll(m => m.Session == session || (_oneInstance && _sessions.Exists(s => s.Id == m.Session && s.Ta == ta)));
    }
}
