using System.Collections.Immutable;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Judging.Rules;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Search;

/// <summary>
/// Asks the rulebook about the calls and states of a search. A number is that of the most severe finding; 0 is that of none.
/// </summary>
internal sealed class StateJudge(
    ProgramExecution machine, ObjectGraph graph, StateFacts state, FindingNumbers numbers, SometimesList sometimes)
{
    private readonly Dictionary<ulong, string> _sitesText = [];

    /// <summary>What is wrong with a call that was made, and with those in its block.</summary>
    public int Judge(in CallFacts call, bool includesBlock)
    {
        Finding? worst = includesBlock && machine.Execution.StoppedIn is not null ? null : Rulebook.Judge(call);
        if (includesBlock)
        {
            foreach (Finding inner in machine.InnerFindings)
            {
                if (worst is null || inner.Kind > worst.Kind) worst = inner;
            }
        }

        return numbers.NumberOf(worst);
    }

    /// <summary>What is wrong with a state that the graph has read.</summary>
    /// <param name="isEnd">Whether an ordering can end here.</param>
    /// <param name="atEnd">What is wrong with orderings that end here, and with no others.</param>
    public int JudgeState(bool isEnd, out int atEnd)
    {
        state.Forget();
        state.HasFaults = machine.Faults > 0;
        try
        {
            return JudgeReadable(isEnd, out atEnd);
        }
        catch (CorePanicException damage)
        {
            // The graph could read it, and what is tried on a copy can't any more.
            atEnd = 0;
            return numbers.NumberOf(new Finding(FailureKind.CorruptedHeap, "", 0, CorruptionRule.Unreadable(damage)));
        }
    }

    private int JudgeReadable(bool isEnd, out int atEnd)
    {
        Finding? worst = Worst(Rulebook.Judge(state));
        // What a script expects it expects of processes that live and allocations that succeed.
        if (machine.Faults == 0) worst = Worst(Expectations().Prepend(worst).OfType<Finding>());
        // What processes that wait for each other for ever have in their hands is the consequence of that.
        LockDeadlock? deadlock = isEnd ? machine.Program.Deadlock(machine.Positions, machine.Dead) : null;
        atEnd = isEnd ? numbers.NumberOf(deadlock is null ? Worst(Rulebook.JudgeEnd(state)) : Rulebook.Judge(deadlock)) : 0;
        return numbers.NumberOf(worst);
    }

    /// <summary>
    /// The leak that a call has begun: buffers that had an owner before it, or did not exist, and have none behind it.
    /// Where to look, not what is so.
    /// </summary>
    public int JudgeOrphans(Step? step, string process, ImmutableArray<MdbgEntry> before)
    {
        if (graph.Orphans.Length == 0 || graph.Orphans == before) return 0;
        ulong hash = 0;
        bool any = false;
        int old = 0;
        foreach (MdbgEntry entry in graph.Orphans)
        {
            // Both lists ascend.
            while (old < before.Length && before[old].Payload < entry.Payload) old++;
            if (old < before.Length && before[old].Payload == entry.Payload) continue;
            any = true;
            hash += (entry.File * 31 + (ulong)entry.Line + 1) * 0x9e37_79b9_7f4a_7c15;
        }

        if (!any) return 0;
        if (!_sitesText.TryGetValue(hash, out string? sites))
            _sitesText[hash] = sites = NamesOf(graph.Orphans.Where(e => !before.Any(b => b.Payload == e.Payload)));
        return numbers.NumberOf(new CallFacts { Step = step, Process = process, Outcome = null }.Find(FailureKind.Leak, sites));
    }

    /// <summary>A call has left memory behind that cannot even be read.</summary>
    public int Damaged(Step? step, string process, CorePanicException damage) =>
        numbers.NumberOf(new CallFacts { Step = step, Process = process, Outcome = null }
            .Find(FailureKind.CorruptedHeap, CorruptionRule.Unreadable(damage)));

    private IEnumerable<Finding> Expectations()
    {
        foreach (Cut cut in machine.Program.Cuts)
        {
            if (!machine.Positions.SequenceEqual(cut.PositionArray)) continue;
            foreach (ExpectStatement expectation in cut.Expectations)
            {
                Finding? broken = Rulebook.Judge(expectation, state);
                if (expectation.Sometimes && broken is null) sometimes.Add(cut, expectation);
                if (!expectation.Sometimes && broken is not null) yield return broken;
            }
        }
    }

    private static Finding? Worst(IEnumerable<Finding> findings) => findings.MaxBy(f => f.Kind);

    private string NamesOf(IEnumerable<MdbgEntry> buffers) => string.Join(", ", buffers
        .Select(b => SiteNames.Text(SiteNames.Of(machine.World, new CallSite(b.File, b.Line))))
        .Distinct()
        .Order(StringComparer.Ordinal));
}
