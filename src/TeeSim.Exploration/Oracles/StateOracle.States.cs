using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Oracles;

/// <summary>What is wrong with a state, however it was reached.</summary>
internal sealed partial class StateOracle
{
    private readonly List<Failure> _found = [];
    private readonly CallProgram _program = machine.Program;
    private WorldMetrics? _metrics;

    /// <summary>The number of the most severe failure of a state that the graph has read; 0 for none.</summary>
    /// <param name="isEnd">Whether an ordering can end here.</param>
    public int JudgeState(bool isEnd)
    {
        _found.Clear();
        if (graph.Dangling.Length > 0) _found.Add(new Failure(FailureKind.UseAfterFree, "", 0, "a region maps a memory object that has been freed"));
        // What a script expects it expects of processes that live and allocations that succeed.
        if (machine.Faults == 0)
        {
            CheckCuts();
            CheckGrowth();
        }

        if (isEnd) CheckEnd();
        return _found.Count == 0 ? 0 : failures.NumberOf(_found.MaxBy(f => f.Kind)!);
    }

    private void CheckCuts()
    {
        foreach (Cut cut in _program.Cuts)
        {
            if (!machine.Positions.SequenceEqual(cut.PositionArray)) continue;
            foreach (ExpectStatement expectation in cut.Expectations) Check(expectation);
        }
    }

    private void Check(ExpectStatement expectation)
    {
        _metrics ??= new WorldMetrics(machine.World, Leaked, SiteTotals);
        bool holds = expectation.Operator.Holds(_metrics.Measure(expectation.Metric), expectation.Value.Value);
        if (expectation.Sometimes && holds) sometimes.Add(expectation.Position.Line);
        if (expectation.Sometimes || holds) return;
        bool isAboutLeaks = expectation.Metric.Name.Text is "leaked" or "leaked_blocks";
        _found.Add(new Failure(isAboutLeaks ? FailureKind.Leak : FailureKind.Expectation, "", expectation.Position.Line, $"`{ScriptPrinter.Print(expectation)}` does not hold"));
    }

    private void CheckGrowth()
    {
        if (_judgesLeaksItself) return;
        foreach (RepeatSpan repeat in _program.Repeats)
        {
            if (!machine.Positions.SequenceEqual(repeat.EndArray)) continue;
            IReadOnlyList<KeyValuePair<CallSite, SiteTotal>> grown = baseline.Grown(repeat, graph);
            if (grown.Count == 0) continue;
            _found.Add(new Failure(FailureKind.Growth, "", repeat.Line, $"every round of the repeat adds to {NamesOf(grown.Select(g => new MdbgEntry(0, 0, g.Key.File, g.Key.Line)))}"));
        }
    }

    private void CheckEnd()
    {
        // A script with an expectation about leaks judges them itself.
        if (graph.Orphans.Length > 0 && (!_judgesLeaksItself || machine.Faults > 0))
            _found.Add(new Failure(FailureKind.Leak, "", 0, $"leak from {NamesOf(graph.Orphans)}"));
        try
        {
            CheckChannels();
            CheckEquations();
        }
        catch (CorePanicException damage)
        {
            _found.Add(new Failure(FailureKind.CorruptedHeap, "", 0, $"the memory is so damaged that it cannot be read: {damage.What}"));
        }
    }

    private readonly bool _judgesLeaksItself = machine.Program.JudgesLeaksItself;

    /// <summary>
    /// A channel can be closed as long as the process that opened it lives and has not tried to yet, or did not get through for want of memory; a closed one can wait for a mapping whose process can
    /// still unmap it in the same sense. What the driver has beyond those, nobody will ever close.
    /// </summary>
    private void CheckChannels()
    {
        int open = machine.World.Driver.Count("channel");
        if (open == 0) return;
        int closed = _closers.Count(c => machine.StateOf(c) == StepState.Succeeded);
        if (open > _openers.Count(CanStillEnd) + Math.Min(closed, _mappers.Count(CanStillEnd))) _found.Add(new Failure(FailureKind.Unreachable, "", 0, "a channel is still open that nobody will ever close"));
    }

    private bool CanStillEnd(Opener o) =>
        machine.StateOf(o.Open) == StepState.Succeeded && !machine.IsDead(o.Open.Process) && !o.Ends.Any(e => machine.StateOf(e) is StepState.Succeeded or StepState.Failed);

    private readonly Opener[] _openers = [.. OpenersOf(machine.Program)];
    private readonly Opener[] _mappers = [.. MappersOf(machine.Program)];
    private readonly Step[] _closers = [.. machine.Program.Steps.Where(s => s.Call.Signature.Name == "close_channel")];

    private static IEnumerable<Opener> MappersOf(CallProgram program)
    {
        foreach (Step map in program.Steps.Where(s => s.Call.Signature.Name == "map"))
        {
            string mapped = ArgumentsOf(map);
            Step? unmap = program.StepsOf[map.Process].FirstOrDefault(s => s.Position > map.Position && s.Call.Signature.Name == "unmap" && ArgumentsOf(s) == mapped);
            yield return new Opener(map, unmap is null ? [] : [unmap]);
        }
    }

    // Session, place and size, whatever labels they are written with.
    private static string ArgumentsOf(Step step) => string.Join(", ", step.Statement.Arguments.Select(a => ScriptPrinter.Print(a.Value)));

    private static IEnumerable<Opener> OpenersOf(CallProgram program)
    {
        foreach (Step open in program.Steps.Where(s => s.Call.Signature.Name == "open_channel"))
        {
            yield return new Opener(open,
            [
                .. program.Steps.Where(s => (s.Call.Signature.Name == "close_channel" && s.Inputs.Contains(open.Index)) || (s.Call.Signature.Name == "die" && s.Process == open.Process)),
            ]);
        }
    }

    private void CheckEquations()
    {
        foreach (string sentence in WorldEquations.Broken(machine.World)) _found.Add(new Failure(FailureKind.CorruptedHeap, "", 0, sentence));
    }

    // What has lost its owner, and what grows with the rounds of a repeat that is over.
    private SiteTotal Leaked()
    {
        (long blocks, long bytes) = (graph.Orphans.Length, graph.Orphans.Sum(o => o.Size));
        foreach (RepeatSpan repeat in _program.Repeats.Where(IsOver))
        {
            foreach ((_, SiteTotal grown) in baseline.Grown(repeat, graph)) (blocks, bytes) = (blocks + grown.Blocks, bytes + grown.Bytes);
        }

        return new SiteTotal(blocks, bytes);
    }

    private bool IsOver(RepeatSpan repeat)
    {
        for (int p = 0; p < repeat.EndArray.Length; p++)
        {
            if (machine.Positions[p] < repeat.EndArray[p]) return false;
        }

        return true;
    }

    private Dictionary<CallSite, SiteTotal> SiteTotals() => GrowthBaseline.Totals(graph.Buffers);

    /// <summary>What holds a channel: an open_channel or a map, and the calls behind which its process will not end it any more.</summary>
    private sealed record Opener(Step Open, IReadOnlyList<Step> Ends);
}
