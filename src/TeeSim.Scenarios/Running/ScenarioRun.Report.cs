using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Blame;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>Where a run begins and ends: states, and what is reported.</summary>
internal sealed partial class ScenarioRun
{
    private readonly List<(int Slot, NamedValue Value)> _given = [];

    // What was allocated before counts as there from the start, like what boot allocates.
    private void GoOn(RunState from)
    {
        if (StateCheck.ContinueSoundly(_world, from.World) is { } why) throw new InvalidOperationException(why);
        foreach (NamedResult name in from.Names)
        {
            (int Slot, NamedValue Value) given = (_steps.SlotOf(name.Name), new NamedValue(name.Value, name.Session, name.Type));
            _given.Add(given);
            _execution.Set(given.Slot, StepState.Succeeded, given.Value);
        }

        _ledger.Refill(_world.Heap.MdbgCheck());
    }

    private RunState StateNow() => new(
        Scenario.SettingsOf(_scenario.Script), ProcessNames.AtTheEndOf(_scenario.Script, _options.From?.Processes ?? []), Names(),
        _world.Save());

    private IReadOnlyList<NamedResult> Names() =>
    [
        .. _steps.Slots
            .Where(s => _execution.StateOf(s.Value) == StepState.Succeeded)
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => (s.Key, Value: _execution.ValueOf(s.Value)))
            .Select(s => new NamedResult(s.Key, s.Value.Type!, s.Value.Value, s.Value.Session)),
    ];

    private RunReport Report()
    {
        HeapReport heap = HeapNow();
        IReadOnlyList<LeakReport> leaks = [];
        HeldReport[] held = [];
        // From here on the world is only used to try what would have happened.
        _deviceLog.Enabled = false;
        if (_panic is null && !_isUnreadable && !_endsEarly && !_isStuck && _execution.Hangs == 0)
        {
            leaks = Leaks();
            IReadOnlySet<Holding> refused = _isUnreadable ? new HashSet<Holding>() : _state.Refused;
            held =
            [
                .. _execution.Holdings.All
                    .Where(h => h.IsHeld && !refused.Contains(h))
                    .OrderBy(h => h.Sequence)
                    .GroupBy(h => h.Step.Statement.Written)
                    .Select(g => new HeldReport(
                        _givenBy.TryGetValue(g.First(), out CallInstance? by)
                            ? by.Reference
                            : new CallReference($"{g.Key}", g.Key.Position.Line, 0),
                        g.LongCount())),
            ];
        }

        ForecastReport? forecast = _exhaustion.First.Count == 0 && _panic is null && _growing is { } g2
            ? new Forecast(_scenario, _steps, _execution).Continue(g2.Repeat, g2.State)
            : null;
        return new RunReport
        {
            File = _scenario.Script.File,
            Target = _scenario.Options.Profile.Name,
            Driver = _scenario.Options.Driver.Name,
            Findings = [.. _findings.All.Select(f => f.Finding).OrderByDescending(f => f.Kind)],
            EndsEarly = _endsEarly,
            Calls = _calls,
            Microseconds = _world.Microseconds,
            Growth = _growth,
            Leaks = leaks,
            Held = held,
            LeaksAreJudgedByScript = _judged.JudgesLeaksItself && !_hasFaults,
            IsGrowthDecided = !_judged.HasPlateau || _judged.Plateau.IsDecided,
            Exhausted = _exhaustion.First,
            Forecast = forecast,
            Heap = heap,
            Panic = _panic,
            Failures = [.. _findings.All.Where(f => !IsSaidElsewhere(f.Finding))
                .Select(f => new FailureReport(f.Finding.Line, f.Finding.Sentence, f.Times) { Known = f.Finding.Known })],
            Circles = [.. PossibleDeadlocks.In(_world.LockOrders)],
            Printed = _printed,
            PrintedLinesLeftOut = Math.Max(0, _printedLines - MostPrintedLines),
        };
    }

    // A panic has a line of its own, and leaks are listed.
    private static bool IsSaidElsewhere(Finding finding) =>
        finding.Kind is FailureKind.CorePanic or FailureKind.UseAfterFree && finding.Call.Length > 0
        || finding is { Kind: FailureKind.Leak or FailureKind.Growth, Line: 0 };

    private IReadOnlyList<LeakReport> Leaks()
    {
        IReadOnlyList<LeakReport> leaks = [];
        Try(() =>
        {
            if (_state.Leftovers.Count == 0) return;
            long first = _owners.Since.Values.Select(c => c.Index).DefaultIfEmpty(0).Min();
            IReadOnlyList<PathEvent> path = _path.UpTo(first);
            PathReplay? replay = path.Count == 0
                ? null
                : new PathReplay(_scenario.Options, _options.From?.World, _judged, _baseline, path, _given);
            leaks = new LeakExplainer(
                _world, _state, path, replay, GivenBy(h => h.State == HoldingState.Lost),
                GivenBy(h => h.State is HoldingState.Lost or HoldingState.Dead or HoldingState.Refused),
                GivenBy(h => h.IsHeld)).Explain(_ledger, _owners.Since);
        });
        return leaks;
    }

    // The calls with whose results things stand in some way.
    private HashSet<long> GivenBy(Func<Holding, bool> stand) =>
    [
        .. _execution.Holdings.All
            .Where(stand)
            .Select(h => _givenBy.TryGetValue(h, out CallInstance? by) ? by.Index : 0),
    ];

    private HeapReport HeapNow()
    {
        Bget.MallocStats stats = _world.Heap.Stats;
        long largest = 0;
        Try(() => largest = _world.Heap.LargestAllocatable);
        return new HeapReport(stats.Size, stats.Allocated, largest);
    }
}
