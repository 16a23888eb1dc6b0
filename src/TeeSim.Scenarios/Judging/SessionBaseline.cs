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
    private readonly SpareWorld _world;
    private readonly IReadOnlyList<string> _earlier;

    /// <summary>Knows nothing yet.</summary>
    /// <param name="options">What the world boots with; log and listener are left out.</param>
    /// <param name="from">The state that all begins with; null for that after boot.</param>
    public SessionBaseline(SecureWorldOptions options, WorldState? from = null)
    {
        _world = new SpareWorld(options, from);
        _earlier = from is null ? [] : [.. from.Sessions.Select(s => s.Process).Concat(from.Buffers.Select(b => b.Process)).Distinct()];
    }

    /// <summary>What is allocated with sessions.</summary>
    public SiteTotals Of(SessionCounts sessions) => Of(sessions.Key, world => Open(world, sessions));

    /// <summary>What is allocated when all processes have died, but for what is kept alive.</summary>
    public SiteTotals OfTheDead(SessionCounts kept) => Of($"dead;{kept.Key}", world =>
    {
        Open(world, kept);
        foreach (string process in _earlier) world.KillProcess(process);
    });

    private SiteTotals Of(string key, Action<SecureWorld> make)
    {
        if (_known.TryGetValue(key, out SiteTotals? known)) return known;
        SecureWorld world = _world.AtStart();
        make(world);
        return _known[key] = SiteTotals.Of(world);
    }

    private static void Open(SecureWorld world, SessionCounts sessions)
    {
        foreach (SessionCount ta in sessions.Tas)
        {
            for (int i = 0; i < ta.Dead; i++)
            {
                TeeOutcome dead = world.OpenSession(Opener, ta.Ta);
                if (dead.IsSuccess)
                    world.Invoke(Opener, (uint)dead.Value, new CommandRequest { Reply = new TaReply(default, PanicCode: 1) });
            }

            if (ta.IsKept && ta.Alive == 0 && world.OpenSession(Opener, ta.Ta) is { IsSuccess: true } kept)
                world.CloseSession(Opener, (uint)kept.Value);
            int opened = ta.Contexts > 1 ? OpenMeanwhile(world, ta.Ta, Math.Min(ta.Contexts, ta.Alive)) : 0;
            for (; opened < ta.Alive; opened++) world.OpenSession(Opener, ta.Ta);
        }
    }

    // Each is opened while the one before it loads the TA: so each has a context of its own.
    private static int OpenMeanwhile(SecureWorld world, Guid ta, int count)
    {
        int opened = 1;
        if (count > 1) world.DuringNextLoad(() => opened += OpenMeanwhile(world, ta, count - 1));
        world.OpenSession(Opener, ta);
        world.DuringNextLoad(null);
        return opened;
    }
}
