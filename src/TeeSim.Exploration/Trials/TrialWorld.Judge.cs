using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Judging.Rules;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What is wrong with a list of steps.</summary>
internal sealed partial class TrialWorld
{
    /// <summary>
    /// Whether the state at the end of steps that did not stop the core is worth <see cref="Judge"/>: the cheap question.
    /// </summary>
    public bool LooksWrong()
    {
        try
        {
            Read();
            return _graph.Orphans.Length > 0
                || _graph.Dangling.Length > 0
                || _execution.Holdings.All.Any(h => h.State is HoldingState.Dead or HoldingState.Lost or HoldingState.Refused)
                || WorldEquations.Broken(_world).Any();
        }
        catch (CorePanicException)
        {
            return true;
        }
    }

    /// <summary>The circles in which mutexes were taken since the last reset.</summary>
    public IEnumerable<FindingKey> Deadlocks => Circles.Select(circle => KeyOf(circle, ""));

    private IEnumerable<MutexCircle> Circles => _world.LockOrders.Count < 2 ? [] : PossibleDeadlocks.In(_world.LockOrders);

    private static FindingKey KeyOf(MutexCircle circle, string word) => new(FailureKind.PossibleDeadlock, word, circle.Mutexes);

    /// <summary>
    /// Makes the steps from the state after boot, and looks at the state behind each. Behind a stop of the core nothing is judged.
    /// </summary>
    /// <param name="steps">The steps.</param>
    /// <param name="expectation">Something that must hold at the end; null for nothing.</param>
    /// <returns>The findings, in the order of the calls in which they show.</returns>
    public IReadOnlyList<TrialFinding> Judge(IReadOnlyList<Step> steps, ExpectStatement? expectation = null)
    {
        Reset();
        var found = new List<TrialFinding>();
        var orphans = new OrphanDates();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!MakeAndJudge(steps[i], i, found, orphans)) return found;
        }

        var state = new StateFacts(_execution, _graph, ScriptOf(steps), _baseline, _journal.Discard);
        try
        {
            AddLeftovers(steps, state, orphans, found);
            foreach (Finding finding in new CorruptionRule().Judge(state))
                found.Add(new TrialFinding(new FindingKey(finding.Kind, "", finding.What), [], -1));
            if (expectation is not null && Rulebook.Judge(expectation, state) is not null)
                found.Add(new TrialFinding(new FindingKey(FailureKind.Expectation, "", ScriptPrinter.Print(expectation)), [], -1));
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            // In a call that takes something back, or when the list is made once more.
            found.Add(TrialFinding.Of(problem.Fault, at: -1));
        }
        catch (DriverFaultException fault)
        {
            // What the expectation measures was asked of the driver.
            found.Add(TrialFinding.Of(fault, at: -1));
        }
        catch (CorePanicException damage)
        {
            found.Add(new TrialFinding(new FindingKey(FailureKind.CorruptedHeap, "", CorruptionRule.Unreadable(damage)), [], -1));
        }

        AddDeadlocks(found, at: -1, TrialFinding.WhenClosed);
        return [.. found.OrderBy(f => f.At < 0 ? int.MaxValue : f.At)];
    }

    // What pointers tell is taken for true in a trial: a run of the script has the last word.
    private JudgedScript ScriptOf(IReadOnlyList<Step> steps) =>
        new(_scenario, [.. steps.Select(s => s.ProcessName).Distinct()], () => StepList.Program(_scenario, steps))
        {
            TrustsPointers = true,
            IsSettled = IsSettled,
        };

    // To make a list over and over takes longer than all else: not for what is known, or not judged.
    private bool IsSettled(Leftover left, StateFacts state) =>
        !IsJudged(left, state) || (IsKnown is not null && LeftoverRule.IsUnreachable(left, state) && IsKnown(Unreachable(state)));

    private static FindingKey Unreachable(StateFacts state) => new(FailureKind.Unreachable, "", LeftoverRule.TextOfUnreachable(state));

    // False when nothing can follow.
    private bool MakeAndJudge(Step step, int at, List<TrialFinding> found, OrphanDates orphans)
    {
        try
        {
            int hangs = _execution.Hangs;
            TeeOutcome? outcome = Make(step);
            var facts = new CallFacts
            {
                Step = step,
                Process = step.ProcessName,
                Outcome = outcome,
                RanOut = _execution.RanOut,
                IsAsWritten = _scenario.HasNamedDriver,
                IsConsequence = _execution.IsConsequence,
                Hangs = hangs,
                IsSkipped = _execution.WasSkipped,
            };
            if (_execution.StoppedIn is { } inner) facts = facts with { Step = inner, Process = inner.ProcessName };
            if (Rulebook.Judge(facts) is { } finding)
            {
                string word = finding.Kind is FailureKind.WrongResult or FailureKind.OutOfMemory ? step.Call.Definition.Name : "";
                found.Add(new TrialFinding(new FindingKey(finding.Kind, word, finding.What), [], at, finding.Known));
            }

            AddDeadlocks(found, at, "");
            if (outcome is { Panic: not null }) return false;
            Read();
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            found.Add(TrialFinding.Of(problem.Fault, at));
            return false;
        }
        catch (CorePanicException damage)
        {
            found.Add(new TrialFinding(
                new FindingKey(FailureKind.CorruptedHeap, step.Call.Definition.Name, CorruptionRule.Unreadable(damage)), [], at));
            return false;
        }

        if (_graph.Dangling.Length > 0 && !found.Exists(f => f.Key.Kind == FailureKind.UseAfterFree))
        {
            found.Add(new TrialFinding(
                new FindingKey(FailureKind.UseAfterFree, step.Call.Definition.Name, "a region maps a memory object that has been freed"),
                [], at));
        }
        orphans.See(_graph, at);
        return true;
    }

    private void AddDeadlocks(List<TrialFinding> found, int at, string word)
    {
        if (_world.LockOrders.Count == _lockOrders) return;
        _lockOrders = _world.LockOrders.Count;
        foreach (MutexCircle circle in Circles)
        {
            FindingKey key = KeyOf(circle, word);
            if (!found.Exists(f => f.Key.Kind == key.Kind && f.Key.What == key.What))
                found.Add(new TrialFinding(key, [], at) { Words = circle.Sentence });
        }
    }

    private void AddLeftovers(IReadOnlyList<Step> steps, StateFacts state, OrphanDates orphans, List<TrialFinding> found)
    {
        if (_execution.Hangs > 0) return;
        foreach (IGrouping<FailureKind, Leftover> ofKind in state.Leftovers.Where(l => IsJudged(l, state))
            .GroupBy(l => LeftoverRule.KindOf(l, state)))
        {
            HashSet<string> left = [.. ofKind.Select(l => l.Site.ShortForm)];
            if (ofKind.Key == FailureKind.Leak)
            {
                foreach ((int at, IEnumerable<MdbgEntry> buffers) in orphans.ByStep())
                {
                    string[] sites = [.. buffers.Select(SiteOf).Where(left.Contains).Distinct().Order(StringComparer.Ordinal)];
                    if (sites.Length == 0) continue;
                    string word = steps[at].Call.Definition.Name;
                    found.Add(new TrialFinding(
                        new FindingKey(FailureKind.Leak, word, $"{TrialFinding.LeakFrom}{string.Join(", ", sites)}"), sites, at,
                        KnownFindings.OfLeak([.. buffers.Select(FunctionOf)], $"{steps[at].Statement}")));
                }

                left.ExceptWith(orphans.ByStep().SelectMany(o => o.Orphans).Select(SiteOf));
                if (left.Count == 0) continue;
            }

            string[] rest = [.. left.Order(StringComparer.Ordinal)];
            string what = ofKind.Key == FailureKind.Unreachable
                ? Unreachable(state).What
                : $"{TrialFinding.LeakFrom}{string.Join(", ", rest)}";
            found.Add(new TrialFinding(new FindingKey(ofKind.Key, "", what), rest, -1,
                KnownFindings.OfLeak([.. ofKind.Select(l => l.Site.Function)], string.Join(' ', steps.Select(s => $"{s.Statement}")))));
        }
    }

    // Random clients forget what their TAs have mapped, which is their fault; what nobody points to, or a driver keeps, is not.
    private bool IsJudged(Leftover left, StateFacts state) =>
        !ChecksSessions || state.HasOrphansFrom(left.Site) || state.IsOfDriver(left.Site);

    private string SiteOf(MdbgEntry entry) => SiteNames.Of(_world, new CallSite(entry.File, entry.Line)).ShortForm;

    private string FunctionOf(MdbgEntry entry) => SiteNames.Of(_world, new CallSite(entry.File, entry.Line)).Function;
}
