using System.Globalization;
using System.Numerics;
using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>What a search through orderings found, for people: one example for each failure, then the verdict, where the eye is when the command ends.</summary>
internal sealed class ExploreText(IAnsiConsole console)
{
    /// <summary>Prints a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="replay">What stands in front of a schedule to run it again: <c>teesim run x.tee --schedule</c>.</param>
    public void Print(ExplorationReport report, string replay)
    {
        Line($"[bold]{Escape(Printable.FileName(report.File))}[/] on {report.Target}, driver {Escape(report.Driver)}: {Words.Count(report.Processes.Count, "process", "processes")}{Escape(Faults(report.Options))}");
        Line($"  {Words.Count(report.States, "state")}, equal {Equality(report.Options)}; {Words.Count(report.Transitions, "transition")}");
        int number = 0;
        foreach (FailureExample example in report.Failures) Print(report, example, ++number, replay);
        if (report.FailuresLeftOut > 0) Line($"  … and {Words.Count(report.FailuresLeftOut, "more distinct failure")}");
        console.WriteLine();
        foreach (FailureReport never in report.NeverHeld) Line($"[red]line {never.Line}:[/] {Escape(never.Message)}");
        Line(Verdict(report));
        console.WriteLine();
    }

    /// <summary>All 1,260 orderings tried: 1,044 clean, 216 leak; or how many of how many were tried.</summary>
    public static string Verdict(ExplorationReport report)
    {
        string kinds = report.Kinds.Count == 0 ? "" : $": {string.Join(", ", report.Kinds.Select(KindText))}";
        string shortened = report.Shortened.Count == 0 ? "" : $" ({string.Join(", ", report.Shortened.Select(s => $"{Words.Count(s.Rounds, "round")} of the repeat in line {s.Line}"))}: the script can go on)";
        if (!report.IsComplete)
            return $"[yellow]stopped[/] after {Words.Count(report.Orderings, "ordering")} of at least {AtLeast(report)}{kinds}; {Reason(report)}{shortened}";
        string all = report.Orderings.IsOne ? "The only ordering tried" : $"All {Words.Count(report.Orderings, "ordering")} tried";
        return $"{(report.IsClean ? "[green]" : "[red]")}{all}[/]{kinds}{shortened}";
    }

    private static string KindText(KindCount kind) => $"{Words.Number(kind.Orderings)} {kind.Kind.Verb(kind.Orderings.IsOne)}";

    private static string AtLeast(ExplorationReport report)
    {
        if (report.AtLeast is not { } least) return "as many";
        return Words.Number(BigInteger.Max(least, report.Orderings));
    }

    private static string Reason(ExplorationReport report) => report.Stop switch
    {
        StopReason.Time => "the time was over",
        StopReason.Transitions => "no more transitions were allowed",
        StopReason.Memory => "the states took all the memory that was allowed (--memory)",
        _ => "it was interrupted",
    };

    private static string Equality(SearchOptions options) => options.Equality == StateEquality.Exact
        ? "when their bytes are"
        : "up to addresses (sound for leaks, not for fragmentation)";

    private static string Faults(SearchOptions options)
    {
        string[] faults = [.. ((string, bool)[])[("any may die", options.Kill), ("any allocation may fail", options.FailAllocations), ("TAs may panic", options.TaPanics)] is var all ? all.Where(f => f.Item2).Select(f => f.Item1) : []];
        if (faults.Length == 0) return "";
        string limit = options.MostFaults == 1 ? "one fault an ordering" : $"{options.MostFaults.ToString(CultureInfo.InvariantCulture)} faults an ordering";
        return $"; {string.Join(", ", faults)} ({limit})";
    }

    private void Print(ExplorationReport report, FailureExample example, int number, string replay)
    {
        console.WriteLine();
        Line($"[bold]{number}.[/] [red]{Escape(example.Failure.What)}[/]");
        if (example.Failure.Call.Length > 0) Line($"   {(example.Failure.Kind == FailureKind.Leak ? "the guilty call is" : "in")} `{Escape(example.Failure.Call)}`{(example.Failure.Line > 0 ? $" (line {example.Failure.Line})" : "")}");
        else if (example.Failure.Line > 0) Line($"   line {example.Failure.Line}");
        foreach (LeakReport leak in example.Leaks.Where(l => l.TooLate is not null).Take(1)) Line($"   {Escape(leak.TooLate!.WithoutRepetition)} came too late and returned {leak.TooLateResult}");
        console.WriteLine();
        PrintColumns(report, example);
        Line($"   {Escape(replay)} {example.Schedule}");
    }

    private void PrintColumns(ExplorationReport report, FailureExample example)
    {
        var table = new Table().NoBorder();
        table.AddColumn(new TableColumn("   [dim]line[/]").NoWrap().RightAligned());
        foreach (string process in report.Processes) table.AddColumn(new TableColumn($"[bold]{Escape(process)}[/]").NoWrap());
        foreach (ExampleStep step in example.Steps)
        {
            string[] cells = [step.Line > 0 ? step.Line.ToString(CultureInfo.InvariantCulture) : "", .. report.Processes.Select(_ => "")];
            string result = step.Result is "" or "SUCCESS" ? "" : $" → {step.Result}";
            string text = Escape(step.Call + result);
            cells[1 + step.Process] = step.IsGuilty ? $"[red]{text}[/]  ←" : text;
            table.AddRow(cells);
        }

        console.Write(table);
        console.WriteLine();
    }

    private static string Escape(string text) => Markup.Escape(text);

    private void Line(string markup) => console.MarkupLine(markup);
}
