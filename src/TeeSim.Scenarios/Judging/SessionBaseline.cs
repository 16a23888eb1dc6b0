using TeeSim.Kernel;
using TeeSim.Kernel.States;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// What is allocated when nothing happens but that sessions are opened: found out by opening them, in a world of its own. What a release
/// needs for a session, how a TA is loaded, what instances share, nobody has to know for that.
/// </summary>
internal sealed class SessionBaseline
{
    private const string Opener = "baseline";
    private readonly Dictionary<string, SiteTotals> _known = [];
    private readonly SecureWorld _world;
    private readonly WorldSnapshot _start;
    private readonly IReadOnlyList<string> _earlier;

    /// <summary>Boots.</summary>
    /// <param name="options">What with; log and listener are left out.</param>
    /// <param name="from">The state that all begins with; null for that after boot.</param>
    public SessionBaseline(SecureWorldOptions options, WorldState? from = null)
    {
        _world = SecureWorld.Boot(options with { Logger = null, Listener = null });
        if (from is not null) _world.Continue(from);
        _earlier = from is null ? [] : [.. from.Sessions.Select(s => s.Process).Concat(from.Buffers.Select(b => b.Process)).Distinct()];
        _start = _world.Snapshot();
    }

    /// <summary>What is allocated with sessions.</summary>
    public SiteTotals Of(SessionCounts sessions) => Of(sessions.Key, () => Open(sessions));

    /// <summary>What is allocated when all processes have died, but for what is kept alive.</summary>
    public SiteTotals OfTheDead(SessionCounts kept) => Of($"dead;{kept.Key}", () =>
    {
        Open(kept);
        foreach (string process in _earlier) _world.KillProcess(process);
    });

    private SiteTotals Of(string key, Action make)
    {
        if (_known.TryGetValue(key, out SiteTotals? known)) return known;
        make();
        SiteTotals totals = SiteTotals.Of(_world);
        _world.Restore(_start);
        return _known[key] = totals;
    }

    private void Open(SessionCounts sessions)
    {
        foreach (SessionCount ta in sessions.Tas)
        {
            for (int i = 0; i < ta.Dead; i++)
            {
                TeeOutcome dead = _world.OpenSession(Opener, ta.Ta);
                if (dead.IsSuccess)
                    _world.Invoke(Opener, (uint)dead.Value, new CommandRequest { Reply = new TaReply(default, PanicCode: 1) });
            }

            if (ta.IsKept && ta.Alive == 0 && _world.OpenSession(Opener, ta.Ta) is { IsSuccess: true } kept)
                _world.CloseSession(Opener, (uint)kept.Value);
            for (int i = 0; i < ta.Alive; i++) _world.OpenSession(Opener, ta.Ta);
        }
    }
}
