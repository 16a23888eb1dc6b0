using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Oracles;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What is wrong with a list of calls.</summary>
internal sealed partial class TrialWorld
{
    private WorldMetrics? _metrics;

    /// <summary>Whether the state at the end of a list of calls that did not stop the core is worth <see cref="Judge"/>: the cheap question.</summary>
    public bool LooksWrong(IReadOnlyList<TrialCall> calls)
    {
        try
        {
            Look();
            return _graph.Orphans.Length > 0 || _graph.Dangling.Length > 0 || IsUnreachable(calls) || BrokenEquation() is not null;
        }
        catch (CorePanicException)
        {
            return true;
        }
    }

    /// <summary>Makes the calls from the state after boot, and looks at the state behind each. Behind a stop of the core nothing is judged.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="expectation">Something that must hold at the end; null for nothing.</param>
    /// <returns>The failures, in the order of the calls that began them.</returns>
    public IReadOnlyList<Finding> Judge(IReadOnlyList<TrialCall> calls, ExpectStatement? expectation = null)
    {
        Reset();
        var trial = new TrialFindings();
        for (int i = 0; i < calls.Count; i++)
        {
            if (!MakeAndJudge(calls[i], i, trial)) return trial.All;
        }

        AddLeaks(calls, trial);
        if (IsUnreachable(calls)) trial.Add(FailureKind.Unreachable, "", "a channel is still open that nobody will ever close", -1);
        if (BrokenEquation() is { } sentence) trial.Add(FailureKind.CorruptedHeap, "", PanicText.WithoutNumbers(sentence), -1);
        if (expectation is not null && !Holds(expectation)) trial.Add(FailureKind.Expectation, "", ScriptPrinter.Print(expectation), -1);
        return trial.All;
    }

    // False when nothing can follow.
    private bool MakeAndJudge(TrialCall call, int at, TrialFindings trial)
    {
        try
        {
            if (Make(call) is not { } outcome) return true;
            string expected = call.Statement.Expected?.Text ?? nameof(TeeResult.SUCCESS);
            if (outcome.Panic is { } panic)
            {
                if (expected != ExpectedOutcome.CorePanic) trial.Add(FailureKinds.Of(panic), "", PanicText.Of(panic.Message), at);
                return false;
            }

            if (outcome.Hang is { } hang && expected != ExpectedOutcome.Hangs) trial.Add(FailureKind.Hang, "", $"never returns: {hang}", at);
            if (outcome.Hang is null && expected != ExpectedOutcome.Any && outcome.Result.ToString() != expected) trial.Add(FailureKind.WrongResult, call.Word, $"returned {outcome.Result}, expected {expected}", at);
            Look();
        }
        catch (DriverFaultException fault)
        {
            trial.Add(FailureKind.CorePanic, "", fault.Message, at);
            return false;
        }
        catch (CorePanicException damage)
        {
            trial.Add(FailureKind.CorruptedHeap, call.Word, $"the memory is so damaged that it cannot be read: {PanicText.WithoutNumbers(damage.What)}", at);
            return false;
        }

        if (_graph.Dangling.Length > 0) trial.AddOnce(FailureKind.UseAfterFree, call.Word, "a region maps a memory object that has been freed", at);
        trial.SeeOrphans(_graph, at);
        return true;
    }

    private void AddLeaks(IReadOnlyList<TrialCall> calls, TrialFindings trial)
    {
        foreach ((int at, IEnumerable<MdbgEntry> orphans) in trial.OrphansByCall())
        {
            string[] sites = [.. orphans.Select(SiteOf).Distinct().Order(StringComparer.Ordinal)];
            trial.AddLeak(calls[at].Word, sites, at);
        }
    }

    private string SiteOf(MdbgEntry entry) => _world.Describe(new CallSite(entry.File, entry.Line)) is { } site ? site.ShortForm : "an unknown place";

    /// <summary>
    /// A channel can be closed as long as the process that opened it lives; a closed one can wait for a mapping as long as a process lives that can unmap it. What the driver has beyond those, nobody
    /// will ever close.
    /// </summary>
    private bool IsUnreachable(IReadOnlyList<TrialCall> calls)
    {
        int open = _world.Driver.Count("channel");
        if (open == 0) return false;
        int closable = 0;
        int closed = 0;
        int mapped = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            if (OutcomeOf(calls[i]) is not { IsSuccess: true }) continue;
            if (calls[i].Word == "open_channel" && IsLeftToDo(calls, i, "close_channel", Closes)) closable++;
            else if (calls[i].Word == "close_channel") closed++;
            else if (calls[i].Word == "map" && IsLeftToDo(calls, i, "unmap", Unmaps)) mapped++;
        }

        return open > closable + Math.Min(closed, mapped);
    }

    // Whether the process lives that made a call, and has not undone it.
    private bool IsLeftToDo(IReadOnlyList<TrialCall> calls, int done, string undoing, Func<TrialCall, TrialCall, bool> undoes)
    {
        for (int i = done + 1; i < calls.Count; i++)
        {
            TrialCall later = calls[i];
            if (later.Word == "die" && later.Process == calls[done].Process) return false;
            if (later.Word == undoing && undoes(later, calls[done]) && OutcomeOf(later) is { IsSuccess: true }) return false;
        }

        return true;
    }

    private static bool Closes(TrialCall close, TrialCall open) => close.Inputs[0] == open.Slot;

    private static bool Unmaps(TrialCall unmap, TrialCall map) =>
        unmap.Inputs[0] == map.Inputs[0] && BoundCall.Bind(unmap.Statement) is var a && BoundCall.Bind(map.Statement) is var b && a.Number("pa") == b.Number("pa") && a.Number("size") == b.Number("size");

    private string? BrokenEquation() => WorldEquations.Broken(_world).FirstOrDefault();

    private bool Holds(ExpectStatement expectation)
    {
        _metrics ??= new WorldMetrics(_world, () => new SiteTotal(_graph.Orphans.Length, _graph.Orphans.Sum(o => o.Size)), () => GrowthBaseline.Totals(_graph.Buffers));
        return expectation.Operator.Holds(_metrics.Measure(expectation.Metric), expectation.Value.Value);
    }
}
