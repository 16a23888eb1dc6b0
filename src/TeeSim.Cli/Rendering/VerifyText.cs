using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Verifying;

namespace TeeSim.Cli.Rendering;

/// <summary>A table of scripts against drivers, for people; then what failed, each with the line that shows it.</summary>
internal sealed class VerifyText(IAnsiConsole console)
{
    // Between columns, and the longest word for a result.
    private const int Padding = 3;
    private const int WidthOfWords = 7;
    private const int Margin = 2;

    /// <summary>Prints the cells.</summary>
    /// <param name="cells">Script by script.</param>
    /// <param name="drivers">The drivers' names, the columns.</param>
    /// <param name="named">How a command line names each of them.</param>
    public void Print(IReadOnlyList<VerifyCell> cells, IReadOnlyList<string> drivers, IReadOnlyDictionary<string, string> named)
    {
        // A driver that none of the scripts is for has no column, unless there is no other.
        bool any = cells.Any(c => c.Result != VerifyResult.NotApplicable);
        int[] shown = [.. Enumerable.Range(0, drivers.Count)
            .Where(d => !any || cells.Chunk(drivers.Count).Any(row => row[d].Result != VerifyResult.NotApplicable))];
        VerifyCell[][] rows = [.. cells.Chunk(drivers.Count).Select(row => shown.Select(d => row[d]).ToArray())];
        int width =
            rows.Max(row => NameOf(row).Length) + shown.Sum(d => Math.Max(drivers[d].Length, WidthOfWords)) + Padding * (shown.Length + 1);
        if (width <= Output.Width) PrintTable(rows, [.. shown.Select(d => drivers[d])]);
        else PrintList(rows);
        foreach (IGrouping<string, VerifyCell> same in cells.Where(c => c.Result == VerifyResult.Failed).GroupBy(WithoutDriver))
            PrintFailure([.. same], named);
        foreach (IGrouping<string, VerifyCell> known in cells.Where(c => c.Result == VerifyResult.Known).GroupBy(WithoutDriver))
        {
            Line($"[green]known[/]   {Markup.Escape(Printable.FileName(known.First().File))}, "
                + $"{Markup.Escape(string.Join(", ", known.Select(c => c.Driver)))}: "
                + $"{Markup.Escape(string.Join("; ", known.First().Report!.Failures.Select(f => f.Finding.Known).Distinct()))}");
        }
        foreach (IGrouping<string, VerifyCell> stopped in cells.Where(c => c.Result == VerifyResult.Stopped)
            .GroupBy(c => $"{Printable.FileName(c.File)}: {c.Sentence}"))
        {
            Line($"[yellow]stopped[/] {Markup.Escape(stopped.Key)} ({Markup.Escape(string.Join(", ", stopped.Select(c => c.Driver)))})");
        }
        console.WriteLine();
        Line(Summary(cells));
        if (cells.FirstOrDefault(c => c.Result == VerifyResult.Proved) is { Report: { } proved })
            Line($"[dim]proved rests on: {Markup.Escape(Verdicts.RestsOn(proved))}[/]");
    }

    private static string NameOf(VerifyCell[] row) => Printable.FileName(row[0].File);

    private void PrintTable(VerifyCell[][] rows, string[] drivers)
    {
        List<string[]> cells =
        [
            ["script", .. drivers.Select(Markup.Escape)],
            .. rows.Select(row => (string[])[Markup.Escape(NameOf(row)), .. row.Select(Word)]),
        ];
        string[] lines = [.. Columns.Of(cells, Padding, out int[] widths)];
        console.MarkupLine($"  {lines[0]}");
        console.WriteLine(new string('─', widths.Sum() + Padding * drivers.Length + 2 * Margin));
        foreach (string line in lines[1..]) console.MarkupLine($"  {line}");
        console.WriteLine();
    }

    // Where there is no room for columns.
    private void PrintList(VerifyCell[][] rows)
    {
        foreach (VerifyCell[] row in rows)
        {
            Line(Markup.Escape(NameOf(row)));
            foreach (IGrouping<VerifyResult, VerifyCell> same in row.Where(c => c.Result != VerifyResult.NotApplicable)
                .GroupBy(c => c.Result))
            {
                Line($"  {Word(same.First())}{new string(' ', Padding + WidthOfWords - WordOf(same.Key).Length)}"
                    + $"{Markup.Escape(string.Join(", ", same.Select(c => c.Driver)))}");
            }
        }

        console.WriteLine();
    }

    private static string Summary(IReadOnlyList<VerifyCell> cells)
    {
        string known = cells.Any(c => c.Result == VerifyResult.Known) ? $", {Count(cells, VerifyResult.Known)} known" : "";
        string other = cells.Any(c => c.Result == VerifyResult.NotApplicable)
            ? $"; {Count(cells, VerifyResult.NotApplicable)} for other drivers"
            : "";
        return $"{Words.Count(cells.Count(c => c.Result != VerifyResult.NotApplicable), "cell")}: {Count(cells, VerifyResult.Proved)} "
            + $"proved, {Count(cells, VerifyResult.Failed)} failed, {Count(cells, VerifyResult.Stopped)} stopped{known}{other}";
    }

    private static string Count(IReadOnlyList<VerifyCell> cells, VerifyResult result) =>
        Words.Number(cells.LongCount(c => c.Result == result));

    private static string Word(VerifyCell cell) => $"[{ColorOf(cell.Result)}]{WordOf(cell.Result)}[/]";

    private static string ColorOf(VerifyResult result) => result switch
    {
        VerifyResult.Proved or VerifyResult.Known => "green",
        VerifyResult.Failed => "red",
        VerifyResult.NotApplicable => "dim",
        _ => "yellow",
    };

    private static string WordOf(VerifyResult result) => result switch
    {
        VerifyResult.Proved => "proved",
        VerifyResult.Failed => "failed",
        VerifyResult.Known => "known",
        VerifyResult.NotApplicable => "-",
        _ => "stopped",
    };

    // What has nothing to do with the driver comes out the same with all of them.
    private static string WithoutDriver(VerifyCell cell) =>
        $"{cell.File}\n{cell.Sentence}\n{string.Join('\n', cell.Report?.Failures.Select(f => $"{f.Finding} {f.Schedule}") ?? [])}";

    private void PrintFailure(IReadOnlyList<VerifyCell> same, IReadOnlyDictionary<string, string> named)
    {
        VerifyCell cell = same[0];
        Line($"[red]failed[/]  {Markup.Escape(Printable.FileName(cell.File))}, "
            + $"{Markup.Escape(string.Join(", ", same.Select(c => c.Driver)))}: {Markup.Escape(cell.Sentence)}");
        if (cell.Shown is { } shown)
        {
            Line($"        {Markup.Escape(shown.Finding.ToString())}");
            if (Verdicts.GuiltyCall(shown) is { } guilty) Line($"        {Markup.Escape(guilty)}");
        }

        foreach (string held in cell.Report is { } report
            ? [.. report.NeverHeld.Select(n => n.Message), .. report.LockOrders.Select(o => $"possible deadlock: {o}")]
            : Array.Empty<string>())
        {
            Line($"        {Markup.Escape(held)}");
        }
        if (cell.Replay(named[cell.Driver]) is { } line) console.MarkupLine($"        {Markup.Escape(line)}");
    }

    private void Line(string markup) => console.MarkupLine(Output.Wrap(markup));
}
