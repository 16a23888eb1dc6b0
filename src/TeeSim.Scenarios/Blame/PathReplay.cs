using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Blame;

/// <summary>Makes what happened in a run once more, with one call left out: what would have come free without it?</summary>
internal sealed class PathReplay
{
    private readonly IReadOnlyList<PathEvent> _path;
    private readonly JudgedScript _script;
    private readonly IReadOnlyList<(int Slot, NamedValue Value)> _given;
    private readonly SpareWorld _spare;
    private readonly SessionBaseline _baseline;
    private readonly Dictionary<int, ReplayedPath?> _known = [];

    /// <param name="options">What the world boots with.</param>
    /// <param name="from">The state that the run went on from; null for that after boot.</param>
    /// <param name="script">What is judged.</param>
    /// <param name="baseline">What open sessions take.</param>
    /// <param name="path">What happened.</param>
    /// <param name="given">What lay in slots before.</param>
    public PathReplay(
        SecureWorldOptions options, WorldState? from, JudgedScript script, SessionBaseline baseline, IReadOnlyList<PathEvent> path,
        IReadOnlyList<(int Slot, NamedValue Value)> given)
    {
        (_path, _script, _given, _baseline) = (path, script, given, baseline);
        _spare = new SpareWorld(options, from);
    }

    /// <summary>What comes of the path.</summary>
    /// <param name="omitted">The place of the event that is left out; -1 for none.</param>
    /// <returns>Null when the core stops, or a call does not return.</returns>
    public ReplayedPath? Without(int omitted)
    {
        if (!_known.TryGetValue(omitted, out ReplayedPath? known)) _known[omitted] = known = Make(omitted);
        return known;
    }

    private ReplayedPath? Make(int omitted)
    {
        SecureWorld world = _spare.AtStart();
        var ledger = new AllocationLedger();
        var born = new HashSet<(long, int, CallSite)>();
        var allocated = new SiteTotals();
        var freedBy = new Dictionary<(long, int), int>();
        int at = 0;
        ledger.OnFreed = block =>
        {
            if (block.Born is { } instance) freedBy[(instance.Index, block.Ordinal)] = at;
        };
        world.Events.Listener = e =>
        {
            ledger.On(e);
            if (e.Kind != Core.Events.TeeEventKind.Allocated) return;
            allocated.Add(SiteNames.Of(world, e.Site), new SiteTotal(1, (long)e.Size));
            if (ledger.At(e.Address) is { Born: { } by } block) born.Add((by.Index, block.Ordinal, block.Site));
        };
        var execution = new Execution(world, slots: 16, countsExecutions: true);
        foreach ((int slot, NamedValue value) in _given) execution.Set(slot, StepState.Succeeded, value);
        bool isAsBefore = true;
        // Without one that gives, others must not fail that did not; without one that takes back, what is given next may.
        bool isTakingBack = omitted >= 0 && _path[omitted].Step is not { Call.IsClosing: false, EndsProcess: false };
        UInt128? untaken = null;
        try
        {
            for (at = 0; at < _path.Count; at++)
            {
                if (at == omitted)
                {
                    if (_path[at].Step is { Call.IsClosing: true } closing) untaken = KeyOf(closing, execution);
                    continue;
                }

                TeeOutcome? outcome = Make(_path[at], execution, ledger);
                if (outcome is { Panic: not null } or { Hang: not null }) return null;
                isAsBefore &= execution.WasSkipped || _path[at].Step is { Call.IsClosing: true }
                    || ((outcome is not null || _path[at].Outcome is null)
                        && (isTakingBack || outcome is { IsSuccess: true } || _path[at].Outcome is not { IsSuccess: true }));
            }
        }
        finally
        {
            world.Events.Listener = null;
        }

        WorldSnapshot end = world.Snapshot();
        var trial = new ClosingTrial(execution, _baseline, () => world.Restore(end));
        IReadOnlyList<Leftover> left = Beyond(trial.Try(_script.Processes));
        // The call that is left out shall not come after all, as one of those that take back.
        Holding? kept = untaken is { } key ? execution.Holdings.All.Where(h => h.Key == key && h.CanBeClosed).MinBy(h => h.Sequence) : null;
        return new ReplayedPath(
            left, kept is null ? left : Beyond(trial.Try(_script.Processes, kept)), allocated, born, freedBy, isAsBefore);
    }

    private IReadOnlyList<Leftover> Beyond(IReadOnlyList<Leftover> left) => left.Count > 0 ? _script.Plateau.Without(left) : left;

    private static UInt128 KeyOf(Step step, Execution execution) => step.Call.KeyOf([.. step.Inputs.Select(execution.ValueOf)]);

    private static TeeOutcome? Make(PathEvent happened, Execution execution, AllocationLedger ledger)
    {
        ledger.Current = happened.Instance;
        if (happened.Step is not { } step) return execution.Kill(happened.Process);
        if (happened.Block is not { } block) return execution.Make(step, happened.Call ?? step.Call, happened.FailAllocation, null);
        TeeOutcome? stopped = null;
        TeeOutcome? outcome = execution.Make(step, happened.Call ?? step.Call, happened.FailAllocation, () =>
        {
            foreach (PathEvent inner in block)
            {
                if (stopped is null && Make(inner, execution, ledger) is { Panic: not null } panic) stopped = panic;
            }

            ledger.Current = happened.Instance;
        });
        return stopped ?? outcome;
    }
}

/// <summary>What came of a path.</summary>
/// <param name="Left">What is left at its end.</param>
/// <param name="LeftUntaken">The same, when also nobody takes back at the end what the call left out would have.</param>
/// <param name="Allocated">All that was ever allocated, by place in the source.</param>
/// <param name="Born">What was allocated: by which call, which of its allocations, where.</param>
/// <param name="FreedBy">What was freed on the way, and by which event.</param>
/// <param name="IsAsBefore">Whether all other calls could be made, but for those that take back what the call left out gave.</param>
internal sealed record ReplayedPath(
    IReadOnlyList<Leftover> Left, IReadOnlyList<Leftover> LeftUntaken, SiteTotals Allocated,
    IReadOnlySet<(long Call, int Ordinal, CallSite Site)> Born, IReadOnlyDictionary<(long Call, int Ordinal), int> FreedBy, bool IsAsBefore)
{
    /// <summary>Blocks of a place that stay at least so long.</summary>
    public static long Blocks(IReadOnlyList<Leftover> left, SourceSite site, LeakClass leak) =>
        left.Where(l => l.Site == site && l.Class >= leak).Sum(l => l.Total.Blocks);
}
