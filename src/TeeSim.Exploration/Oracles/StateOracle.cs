using System.Collections.Immutable;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.States;
using TeeSim.Kernel;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Oracles;

/// <summary>Judges calls and states.</summary>
internal sealed partial class StateOracle(Machine machine, ObjectGraph graph, FailureList failures, GrowthBaseline baseline, SometimesList sometimes)
{
    private readonly Dictionary<ulong, string> _sitesText = [];

    /// <summary>What is wrong with a call that was made.</summary>
    /// <param name="step">The call; null when a process has died.</param>
    /// <param name="alternative">What happened.</param>
    /// <param name="outcome">What it led to; null when it could not be made.</param>
    /// <returns>The number of the most severe failure; 0 for none.</returns>
    public int Judge(Step? step, Alternative alternative, TeeOutcome? outcome)
    {
        if (outcome is not { } o) return 0;
        string expected = step?.Statement.Expected?.Text ?? nameof(TeeResult.SUCCESS);
        if (o.Panic is { } panic) return expected == ExpectedOutcome.CorePanic ? 0 : NumberOf(FailureKinds.Of(panic), step, alternative, TextOf(panic));
        if (o.Hang is { } hang) return expected is ExpectedOutcome.Hangs or ExpectedOutcome.Any ? 0 : NumberOf(FailureKind.Hang, step, alternative, $"never returns: {hang}");
        // After a fault much can fail that otherwise must not; what counts is that nothing is left behind.
        if (machine.Faults > 0 || step is null) return 0;
        bool outOfMemory = machine.RanOut && expected is not (nameof(TeeResult.OUT_OF_MEMORY) or ExpectedOutcome.Any);
        if (outOfMemory) return NumberOf(FailureKind.OutOfMemory, step, alternative, $"out of memory: the call returned {o.Result}");
        if (IsExpected(o.Result, expected)) return 0;
        return NumberOf(FailureKind.WrongResult, step, alternative, $"returned {o.Result}, expected {expected}");
    }

    /// <summary>The number of the leak that a call has begun: buffers that had an owner before it, or did not exist, and have none behind it; 0 for none.</summary>
    public int JudgeOrphans(Step? step, Alternative alternative, ImmutableArray<MdbgEntry> before)
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
        if (!_sitesText.TryGetValue(hash, out string? sites)) _sitesText[hash] = sites = NamesOf(graph.Orphans.Where(e => !before.Any(b => b.Payload == e.Payload)));
        return NumberOf(FailureKind.Leak, step, alternative, $"leak from {sites}");
    }

    /// <summary>The number of the failure that a call has left memory behind which cannot even be read.</summary>
    public int Damaged(Step? step, Alternative alternative, CorePanicException damage) =>
        NumberOf(FailureKind.CorruptedHeap, step, alternative, $"the memory is so damaged that it cannot be read: {damage.What}");

    /// <summary>Whether a result is one that the script allows. An expected error speaks of the order as written; that a call succeeds in another one is not wrong.</summary>
    public static bool IsExpected(TeeResult result, string expected) =>
        expected == ExpectedOutcome.Any || result == TeeResult.SUCCESS || result.ToString() == expected;

    // Without addresses, which differ from ordering to ordering.
    private static string TextOf(CorePanicException panic) => panic.Kind switch
    {
        CorePanicKind.Assertion => $"core panic: assertion '{panic.What}' failed at {panic.Site}",
        CorePanicKind.Panic => $"core panic: '{panic.What}' at {panic.Site}",
        CorePanicKind.UseAfterFree or CorePanicKind.ForeignMemory => $"the driver, in {panic.Site.Function}: {panic.What}",
        CorePanicKind.DataAbort => $"core panic: data abort in {panic.Site.Function}: {panic.What}",
        _ => $"the core hangs in {panic.Site.Function}: {panic.What}",
    };

    private int NumberOf(FailureKind kind, Step? step, Alternative alternative, string what) => failures.NumberOf(step is null
        ? new Failure(kind, $"{machine.Program.Processes[alternative.Process]}: die()", 0, what)
        : new Failure(kind, ScriptPrinter.PrintWithProcess(step.Statement), step.Statement.Position.Line, what));

    private string NamesOf(IEnumerable<MdbgEntry> buffers) => string.Join(", ", buffers
        .Select(b => machine.World.Describe(new CallSite(b.File, b.Line)) is { } site ? $"{site.File}:{site.Line}" : "an unknown place")
        .Distinct()
        .Order(StringComparer.Ordinal));
}
