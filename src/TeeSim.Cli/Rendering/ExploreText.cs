using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>
/// What a search through orderings found, for people: one example for each failure, then the verdict, where
/// the eye is when the command ends.
/// </summary>
internal sealed class ExploreText(IAnsiConsole console)
{
    /// <summary>Prints a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="driver">The driver as the command line names it; null for the script's own.</param>
    public void Print(ExplorationReport report, string? driver)
    {
        Line($"[bold]{Escape(Printable.FileName(report.File))}[/] on {report.Target}, driver {Escape(report.Driver)}: "
            + $"{Words.Count(report.Processes.Count, "process", "processes")}{Escape(Faults(report.Options))}");
        Line($"  {Words.Count(report.States, "state")}, {Escape(Equality(report))}; {Words.Count(report.Transitions, "transition")}");
        int number = 0;
        foreach (FailureExample example in report.Failures) Print(report, example, ++number, driver);
        if (report.FailuresLeftOut > 0) Line($"  … and {Words.Count(report.FailuresLeftOut, "more distinct failure")}");
        console.WriteLine();
        foreach (string order in report.LockOrders) Line($"[red]possible deadlock:[/] {Escape(order)}");
        if (!report.IsGrowthDecided)
        {
            Line("[yellow]not decided[/]: some of what becomes more may be kept on purpose, "
                + "up to a bound that was not reached; it is judged as a leak");
        }
        foreach (FailureReport never in report.NeverHeld) Line($"[red]line {never.Line}:[/] {Escape(never.Message)}");
        Line($"[{(report.IsClean ? report.IsProved ? "green" : "yellow" : "red")}]{Escape(Verdicts.Of(report))}[/]");
        if (report.IsProved) Line($"  it rests on: {Escape(Verdicts.RestsOn(report))}");
        console.WriteLine();
    }

    /// <summary>How far a search is, on one line.</summary>
    public static string Progress(SearchProgress progress)
    {
        double seconds = Math.Max(progress.Elapsed.TotalSeconds, 0.001);
        return $"{Words.Count(progress.States, "state")}, {Words.Count(progress.Transitions, "transition")}, "
            + $"{Words.Number((long)(progress.Transitions / seconds))}/s, queue {Words.Number(progress.Queue)}, "
            + $"{Words.Number((long)seconds)} s";
    }

    private static string Equality(ExplorationReport report) => report switch
    {
        { WhyExact: { } why } => $"equal when their bytes are (by 128-bit hashes), because {why}",
        { Options.Equality: StateEquality.Exact } => "equal when their bytes are (by 128-bit hashes)",
        _ => "equal up to addresses (sound for leaks, not for fragmentation)",
    };

    private static string Faults(SearchOptions options)
    {
        (string Text, bool Is)[] all =
        [
            ("any process may die", options.Kill),
            ("any allocation may fail", options.FailAllocations),
            ("TAs may panic", options.TaPanics),
        ];
        string[] faults = [.. all.Where(f => f.Is).Select(f => f.Text)];
        if (faults.Length == 0) return "";
        return $"; {string.Join(", ", faults)}; "
            + $"{(options.MostFaults == 1 ? "one fault" : $"up to {Words.Count(options.MostFaults, "fault")}")} an ordering";
    }

    private void Print(ExplorationReport report, FailureExample example, int number, string? driver)
    {
        Finding failure = example.Finding;
        console.WriteLine();
        Line($"[bold]{number}.[/] [red]{Escape(failure.What)}[/]");
        if (failure.Known is { } known) Line($"   known of OP-TEE itself, whatever the driver: {Escape(known)}");
        if (Verdicts.IsOfLeak(failure) && failure.Line > 0 && example.Leaks is [.., var measured])
        {
            Line($"   line {failure.Line}; "
                + $"leak from {Escape(string.Join(", ", measured.Allocations.Select(a => a.Site)))}, {measured.Class.Words()}");
        }
        if (Verdicts.GuiltyCall(example) is { } guilty)
        {
            Line($"   {Escape(guilty)}");
        }
        else if (failure.Call.Length > 0)
        {
            Line($"   {(failure.Kind == FailureKind.Leak ? "ownerless since" : "in")} "
                + $"`{Escape(failure.Call)}`{(failure.Line > 0 ? $" (line {failure.Line})" : "")}");
        }
        else if (failure.Line > 0)
        {
            Line($"   line {failure.Line}");
        }
        foreach (LeakReport leak in example.Leaks.Reverse().Where(l => l.TooLate is not null).Take(1))
            Line($"   {Escape(leak.TooLate!.WithoutRepetition)} came too late and returned {leak.TooLateResult}");
        console.WriteLine();
        // Columns are never wrapped: whoever has a narrow terminal can scroll.
        foreach (string row in ExampleColumns.Of(report, example).Split('\n'))
        {
            if (row.Contains('←')) console.MarkupLine($"[red]{Escape(row)}[/]");
            else console.WriteLine(row);
        }

        console.WriteLine();
        console.MarkupLine($"   {Escape(ReplayLine.Of(report.File, example.Schedule, report.Options.Rounds, driver))}");
    }

    private static string Escape(string text) => Markup.Escape(text);

    private void Line(string markup) => console.MarkupLine(Output.Wrap(markup));
}
