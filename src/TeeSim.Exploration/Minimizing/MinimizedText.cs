using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Writes a reduced list of steps as a script that fails when it is run, and says what it shows.</summary>
internal static class MinimizedText
{
    /// <summary>The script's text.</summary>
    /// <param name="reduction">The list.</param>
    /// <param name="expectation">What must hold at its end; null for nothing.</param>
    public static string Of(Reduction reduction, ExpectStatement? expectation) =>
        ScriptPrinter.Print(ScriptOf(reduction, expectation, out _));

    /// <summary>The same with a first line that says what it shows.</summary>
    /// <param name="reduction">The list.</param>
    /// <param name="expectation">What must hold at its end; null for nothing.</param>
    /// <param name="report">What a run of it has found; null when the driver threw an exception.</param>
    /// <param name="sentence">What it shows.</param>
    public static string Of(Reduction reduction, ExpectStatement? expectation, RunReport? report, out string sentence)
    {
        Script script = ScriptOf(reduction, expectation, out TrialFinding shown);
        sentence = SentenceOf(shown, report);
        List<Statement> statements = [new CommentStatement(default, $" {sentence}"), .. script.Statements];
        statements[1] = statements[1] with { BlankLineBefore = true };
        return ScriptPrinter.Print(script with { Statements = statements });
    }

    private static Script ScriptOf(Reduction reduction, ExpectStatement? expectation, out TrialFinding shown)
    {
        shown = reduction.Show() ?? throw new InvalidOperationException("a reduction has lost its failure");
        Script script = TrialScript.Write(reduction.Setup, reduction.World, reduction.Calls, shown);
        return expectation is null
            ? script
            : script with { Statements = [.. script.Statements, expectation with { TrailingComment = null, BlankLineBefore = false }] };
    }

    private static string SentenceOf(TrialFinding found, RunReport? report)
    {
        FindingKey failure = found.Key;
        if (failure.Kind.IsOfLeftovers() && report?.Leaks is [.., var leak])
            return $"{failure.What}; the guilty call is {leak.Guilty.Call}";
        // A run says who takes the mutexes by all that it does, and it does more than the calls of the list.
        if (failure.Kind == FailureKind.PossibleDeadlock)
            return $"possible deadlock: {report?.Circles.FirstOrDefault(c => c.Mutexes == failure.What)?.Sentence ?? found.Words}";
        if (failure.Kind == FailureKind.DriverException) return found.Words;
        if (failure.Kind == FailureKind.Expectation) return $"'{failure.What}' does not hold";
        Finding? shown = report?.Findings.FirstOrDefault(f => f.Kind == failure.Kind && f.What == failure.What);
        return shown is { Call.Length: > 0 } ? $"{shown.Call} {failure.What}" : failure.What;
    }
}
