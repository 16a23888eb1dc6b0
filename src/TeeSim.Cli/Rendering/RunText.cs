using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>The report of a run, for people: what leaked and whose fault it is come last, where the eye is when the command ends.</summary>
internal sealed partial class RunText(IAnsiConsole console)
{
    /// <summary>Prints a report.</summary>
    public void Print(RunReport report)
    {
        Line($"[bold]{Escape(Printable.FileName(report.File))}[/] on {report.Target}, "
            + $"driver {report.Driver}: {Words.Count(report.Calls, "call")} in {Words.Time(report.Microseconds)} of simulated time");
        foreach (PrintedReport printed in report.Printed) PrintLines(printed);
        if (report.PrintedLinesLeftOut > 0) Line($"  … and {Words.Count(report.PrintedLinesLeftOut, "more line")}; --log prints all");
        foreach (GrowthReport growth in report.Growth) PrintGrowth(growth);
        foreach (ExhaustionReport exhaustion in report.Exhausted) PrintExhaustion(exhaustion);
        PrintLeaks(report);
        PrintHeld(report);
        PrintHeap(report);
        PrintVerdict(report);
        console.WriteLine();
    }

    private static string Escape(string text) => Markup.Escape(text);

    private void Line(string markup) => console.MarkupLine(Output.Wrap(markup));

    private void Heading(string text)
    {
        console.WriteLine();
        Line($"[bold]{Escape(text)}[/]");
    }

    private void PrintLines(PrintedReport printed)
    {
        Heading($"Printed by {printed.By}");
        // Device lines are shown as they are: never wrapped, never interpreted.
        foreach (string line in printed.Lines) console.WriteLine("  " + line);
    }

    private void PrintLeaks(RunReport report)
    {
        if (report.Leaks.Count == 0) return;
        Heading($"Leaked: {Words.Count(report.Leaks.Sum(l => l.Blocks), "block")}, {Words.Count(report.Leaks.Sum(l => l.Bytes), "byte")}");
        foreach (LeakReport leak in report.Leaks)
        {
            foreach (LeakedSite site in leak.Allocations)
            {
                Line($"  [red]{Words.Count(site.Blocks, "block")}, {Words.Count(site.Bytes, "byte")}[/] from "
                    + $"{Escape(NameOf(site.Site, site.Function))}");
            }
            Line($"    {Escape(leak.Reason)}");
            Line($"    it stays {leak.Class.Words()}");
            if (leak.LastRepetition != leak.Guilty.Repetition) Line($"    and so on up to repetition {Words.Number(leak.LastRepetition)}");
        }
    }

    private void PrintHeld(RunReport report)
    {
        if (report.Held.Count == 0) return;
        Heading("Held at the end, which is no leak: its process can take it back");
        foreach (HeldReport held in report.Held)
        {
            Line($"  {(held.Count == 1 ? "" : $"{Words.Number(held.Count)} times ")}what "
                + $"{Escape(held.Count == 1 ? held.Given.ToString() : held.Given.WithoutRepetition)} gave");
        }
    }

    private void PrintVerdict(RunReport report)
    {
        console.WriteLine();
        if (report.Panic is { } panic)
        {
            Line($"{(panic.Expected ? "Core panic, as expected," : "[red]Core panic[/]")} in "
                + $"{Escape(panic.During.ToString())}: {Escape(panic.Message)}");
        }
        foreach (FailureReport failure in report.Failures)
        {
            Line($"[red]{(failure.Line > 0 ? $"line {failure.Line}: " : "")}[/]{Escape(failure.Message)}"
                + $"{(failure.Times > 1 ? $" ({Words.Number(failure.Times)} times)" : "")}{KnownAs(failure.Known)}");
        }
        foreach (string order in report.LockOrders) Line($"[red]possible deadlock:[/] {Escape(order)}");
        if (!report.IsGrowthDecided)
        {
            Line("[yellow]not decided[/]: some of what becomes more may be kept on purpose, "
                + "up to a bound that was not reached; it is judged as a leak");
        }
        if (report.EndsEarly)
            Line("[yellow]the schedule ends early[/]: processes could go on, and nothing is known of what comes behind it");
        Line(Verdict(report));
    }

    private static string Verdict(RunReport report)
    {
        if (!report.Passed) return Failed(report);
        if (report.EndsEarly) return "[yellow]nothing wrong so far[/]";
        if (report.Leaks.Count > 0) return "[green]OK[/]: all expectations hold, the ones about the leak, too";
        return report.Panic is null
            ? "[green]OK[/]: nothing leaked, all expectations hold"
            : "[green]OK[/]: the panic was expected, all expectations hold";
    }

    private static string Failed(RunReport report)
    {
        string known = report.Findings.Count > 0 && report.LockOrders.Count == 0 && report.Findings.All(f => f.Known is not null)
            ? "; all of it is what OP-TEE itself is known for"
            : "";
        return $"[red]FAILED[/]: {Escape(Reason(report))}{known}";
    }

    // The gravest is named, the others are only counted: all of them stand above.
    private static string Reason(RunReport report)
    {
        if (report.Findings is not [var gravest, ..]) return FailureKind.PossibleDeadlock.Noun();
        if (gravest.Kind.IsOfLeftovers() && LeakReport.GuiltyOf(report.Leaks) is { } guilty) return $"{gravest.Kind.Noun()}; {guilty}";
        string where = gravest switch
        {
            { Call.Length: > 0 } => $" in {new CallReference(gravest.Call, gravest.Line, 0)}",
            { Line: > 0 } => $" in line {gravest.Line}",
            _ => "",
        };
        int more = report.Findings.Count + report.LockOrders.Count - 1;
        return $"{gravest.Kind.Noun()}{where}{(more == 0 ? "" : $", and {Words.Count(more, "more finding")}")}";
    }

    private static string KnownAs(string? known) => known is null ? "" : $" [dim](known of OP-TEE itself: {Escape(known)})[/]";

    private static string NameOf(string site, string function) => function.Length == 0 ? site : $"{site} ({function})";
}
