using System.Text;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Testing;

/// <summary>Assertions about what a search through the orderings of a script found.</summary>
public static class ExplorationReportAssertions
{
    /// <summary>
    /// Asserts that all orderings were tried and nothing is wrong with any of them. A search that stopped before its end fails, too, even
    /// if all that it saw is clean. Repeats of which only some rounds were asked for, or that have no end, are fine.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <exception cref="TeeAssertException">Something is wrong, or not all of it was seen.</exception>
    public static void ShouldBeClean(this ExplorationReport report)
    {
        if (report.IsClean && report.IsComplete) return;
        var text = new StringBuilder($"{Printable.FileName(report.File)} on {report.Target}, driver {report.Driver}");
        text.Append($"\n{Verdicts.Of(report)}");
        foreach (FailureReport never in report.NeverHeld)
            text.Append($"\n{new SourcePosition(report.File, never.Line, 0)}: {never.Message}");
        if (report.Failures is [var example, ..]) AppendExample(text, report, example);
        int others = report.Failures.Count - 1 + report.FailuresLeftOut;
        if (others > 0) text.Append($"\n\nand {Words.Count(others, "more distinct failure")}");
        throw new TeeAssertException(text.ToString());
    }

    private static void AppendExample(StringBuilder text, ExplorationReport report, FailureExample example)
    {
        text.Append($"\n\n{example.Finding}");
        if (Verdicts.GuiltyCall(example) is { } guilty) text.Append($"\n{guilty}");
        if (example.Leaks.FirstOrDefault(l => l.TooLate is not null) is { } leak)
            text.Append($"\n{leak.TooLate!.WithoutRepetition} came too late and returned {leak.TooLateResult}");
        text.Append($"\n\n{ExampleColumns.Of(report, example)}");
        text.Append($"\n\n{ReplayLine.Of(report.File, example.Schedule, report.Options.Rounds)}");
    }
}
