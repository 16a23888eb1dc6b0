using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>The report of a run, for people: what leaked and whose fault it is come last, where the eye is when the command ends.</summary>
internal sealed partial class RunText(IAnsiConsole console)
{
    /// <summary>Prints a report.</summary>
    public void Print(RunReport report)
    {
        Line($"[bold]{Escape(Printable.FileName(report.File))}[/] on {report.Target}, driver {report.Driver}: {Words.Count(report.Calls, "call")} in {Words.Time(report.Microseconds)} of simulated time");
        foreach (PrintedReport printed in report.Printed) PrintLines(printed);
        if (report.PrintedLinesLeftOut > 0) Line($"  … and {Words.Count(report.PrintedLinesLeftOut, "more line")}; --log prints all");
        foreach (GrowthReport growth in report.Growth) PrintGrowth(growth);
        foreach (ExhaustionReport exhaustion in report.Exhausted) PrintExhaustion(exhaustion);
        PrintLeaks(report);
        PrintHeap(report);
        PrintVerdict(report);
        console.WriteLine();
    }

    private static string Escape(string text) => Markup.Escape(text);

    private void Line(string markup) => console.MarkupLine(markup);

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
                Line($"  [red]{Words.Count(site.Blocks, "block")}, {Words.Count(site.Bytes, "byte")}[/] from {Escape(NameOf(site.Site, site.Function))}");
            Line($"    {Escape(leak.Reason)}");
            if (leak.LastRepetition != leak.Guilty.Repetition) Line($"    and so on up to repetition {Words.Number(leak.LastRepetition)}");
            if (!leak.StillThere) Line("    (all of it was freed before the script ended)");
        }
    }

    private void PrintVerdict(RunReport report)
    {
        console.WriteLine();
        if (report.Panic is { } panic) Line($"{(panic.Expected ? "Core panic, as expected," : "[red]Core panic[/]")} in {Escape(panic.During.ToString())}: {Escape(panic.Message)}");
        foreach (FailureReport failure in report.Failures)
            Line($"[red]{(failure.Line > 0 ? $"line {failure.Line}: " : "")}[/]{Escape(failure.Message)}{(failure.Times > 1 ? $" ({Words.Number(failure.Times)} times)" : "")}");
        if (report.Passed && report.Leaks.Count == 0) Line("[green]OK[/]: nothing leaked, all expectations hold");
        else if (report.Passed) Line("[green]OK[/]: all expectations hold, the ones about the leak, too");
        else if (report.Leaks is [var leak, ..]) Line($"[red]FAILED[/]: leak; the guilty call is {Escape(leak.Guilty.WithoutRepetition)}");
        else Line("[red]FAILED[/]");
    }

    private static string NameOf(string site, string function) => function.Length == 0 ? site : $"{site} ({function})";
}
