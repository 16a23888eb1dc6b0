using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// Finds out what has leaked by trying: on a copy of a state every living process takes back what it has. First all but sessions, then what
/// was refused before, then sessions, and in the end all processes die. What is there beyond what the open sessions themselves take has
/// leaked, and by what it goes is its class. Pointers are not looked at: so hidden ones raise no alarm, and one that somebody
/// keeps by chance hides nothing.
/// </summary>
/// <param name="execution">Who has what.</param>
/// <param name="baseline">What open sessions take.</param>
/// <param name="goBack">Goes back to the present state.</param>
internal sealed class ClosingTrial(Execution execution, SessionBaseline baseline, Action goBack)
{
    private readonly SecureWorld _world = execution.World;

    /// <summary>What could not be taken back when it was tried last.</summary>
    public IReadOnlySet<Holding> Refused { get; private set; } = new HashSet<Holding>();

    /// <summary>What is left, by call site and class; the world is as it was before.</summary>
    /// <param name="processes">All processes that make calls.</param>
    /// <param name="kept">Something that is not taken back; null for nothing.</param>
    /// <exception cref="CorePanicException">The heap is so damaged that it can't be read.</exception>
    public IReadOnlyList<Leftover> Try(IReadOnlyList<string> processes, Holding? kept = null)
    {
        Action<Core.Events.TeeEvent>? listener = _world.Events.Listener;
        _world.Events.Listener = null;
        try
        {
            return Compare(Levels(processes, kept));
        }
        finally
        {
            _world.Events.Listener = listener;
        }
    }

    // A closing call that stops the core, or never returns, is not made at the next try: what it would have freed is left.
    private TrialLevels Levels(IReadOnlyList<string> processes, Holding? kept)
    {
        HashSet<Holding> skipped = kept is null ? [] : [kept];
        while (true)
        {
            try
            {
                if (Sweep(processes, skipped) is { } levels) return levels;
            }
            finally
            {
                goBack();
            }
        }
    }

    private TrialLevels? Sweep(IReadOnlyList<string> processes, HashSet<Holding> skipped)
    {
        Holding[] things = [.. Holding.LastFirst(
            execution.Holdings.All.Where(h => h.Kind != ParameterKind.Session && h.CanBeClosed && !skipped.Contains(h)))];
        Holding[] sessions = [.. Holding.LastFirst(execution.Holdings.All.Where(
            h => h.Kind == ParameterKind.Session && (h.IsOpen || h.State == HoldingState.Refused)
                && !skipped.Contains(h)))];
        Holding[] open = [.. things.Where(h => h.IsOpen)];
        if (!Close(open, skipped, out List<Holding> left)) return null;
        Refused = new HashSet<Holding>([.. left, .. skipped]);
        SessionCounts counts = SessionCounts.Of(_world, sessions);
        SiteTotals sitesOfSessions = baseline.Of(counts);
        SiteTotals closed = SiteTotals.Of(_world).Beyond(sitesOfSessions);
        SiteTotals triedAgain = closed;
        if (open.Length < things.Length)
        {
            left.AddRange(things.Where(h => h.State == HoldingState.Refused));
            if (!Close([.. Holding.LastFirst(left)], skipped, out _)) return null;
            triedAgain = SiteTotals.Of(_world).Beyond(sitesOfSessions);
        }

        if (!Close(sessions, skipped, out _)) return null;
        SiteTotals withoutSessions = SiteTotals.Of(_world).Beyond(baseline.Of(SessionCounts.Of(_world, [])));
        foreach (string process in processes)
        {
            if (_world.KillProcess(process) is { Panic: not null })
                return new TrialLevels(closed, triedAgain, withoutSessions, withoutSessions);
        }

        SiteTotals dead = SiteTotals.Of(_world).Beyond(baseline.OfTheDead(SessionCounts.Of(_world, [])));
        return new TrialLevels(closed, triedAgain, withoutSessions, dead);
    }

    // Whatever was refused because of another one is tried again behind it.
    private bool Close(IReadOnlyList<Holding> holdings, HashSet<Holding> skipped, out List<Holding> left)
    {
        left = [.. holdings];
        for (int before = int.MaxValue; left.Count > 0 && left.Count < before;)
        {
            before = left.Count;
            foreach (Holding h in left.ToArray())
            {
                TeeOutcome outcome = h.Closing.Call.Make(_world, h.Inputs, failing: 0, out _);
                if (outcome.IsSuccess) left.Remove(h);
                if (outcome is { Panic: null, Hang: null }) continue;
                skipped.Add(h);
                return false;
            }
        }

        return true;
    }

    private static List<Leftover> Compare(TrialLevels levels)
    {
        var left = new List<Leftover>();
        foreach (SourceSite site in levels.Sites)
        {
            SiteTotal forEver = levels.Dead[site];
            SiteTotal untilDeath = levels.WithoutSessions[site];
            SiteTotal untilLastSession = Larger(levels.TriedAgain[site], untilDeath);
            SiteTotal untilTriedAgain = Larger(levels.Closed[site], untilLastSession);
            Add(LeakClass.ForEver, forEver);
            Add(LeakClass.UntilProcessDies, untilDeath - forEver);
            Add(LeakClass.UntilLastSession, untilLastSession - untilDeath);
            Add(LeakClass.UntilTriedAgain, untilTriedAgain - untilLastSession);

            void Add(LeakClass leak, SiteTotal total)
            {
                if (total.Blocks > 0) left.Add(new Leftover(site, leak, total));
            }
        }

        return left;
    }

    private static SiteTotal Larger(SiteTotal a, SiteTotal b) => a.Blocks >= b.Blocks ? a : b;

    /// <summary>What is there beyond what must be, after each stage.</summary>
    private sealed record TrialLevels(SiteTotals Closed, SiteTotals TriedAgain, SiteTotals WithoutSessions, SiteTotals Dead)
    {
        public IEnumerable<SourceSite> Sites =>
            ((SiteTotals[])[Closed, TriedAgain, WithoutSessions, Dead])
                .SelectMany(level => level.All)
                .Select(site => site.Key)
                .Distinct()
                .OrderBy(site => site.File, StringComparer.Ordinal)
                .ThenBy(site => site.Line);
    }
}
