using Spectre.Console;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Verifying;

namespace TeeSim.Cli.Rendering;

/// <summary>A table of scripts against drivers, for people; then what failed, each with the line that shows it.</summary>
internal sealed class VerifyText(IAnsiConsole console)
{
    /// <summary>Prints the cells.</summary>
    /// <param name="cells">Script by script.</param>
    /// <param name="drivers">The drivers' names, the columns.</param>
    /// <param name="named">How a command line names each of them.</param>
    public void Print(IReadOnlyList<VerifyCell> cells, IReadOnlyList<string> drivers, IReadOnlyDictionary<string, string> named)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("script").NoWrap());
        foreach (string driver in drivers) table.AddColumn(new TableColumn(Markup.Escape(driver)));
        foreach (VerifyCell[] row in cells.Chunk(drivers.Count))
            table.AddRow([Markup.Escape(Printable.FileName(row[0].File)), .. row.Select(Word)]);
        console.Write(table);
        foreach (IGrouping<string, VerifyCell> same in cells.Where(c => c.Result == VerifyResult.Failed).GroupBy(WithoutDriver)) PrintFailure([.. same], named);
        foreach (IGrouping<string, VerifyCell> stopped in cells.Where(c => c.Result == VerifyResult.Stopped).GroupBy(c => $"{Printable.FileName(c.File)}: {c.Sentence}"))
            Line($"[yellow]stopped[/] {Markup.Escape(stopped.Key)} ({Markup.Escape(string.Join(", ", stopped.Select(c => c.Driver)))})");
        console.WriteLine();
        Line($"{Words.Count(cells.Count, "cell")}: {Count(cells, VerifyResult.Proved)} proved, {Count(cells, VerifyResult.Failed)} failed, {Count(cells, VerifyResult.Stopped)} stopped");
    }

    private static string Count(IReadOnlyList<VerifyCell> cells, VerifyResult result) => Words.Number(cells.LongCount(c => c.Result == result));

    private static string Word(VerifyCell cell) => cell.Result switch
    {
        VerifyResult.Proved => "[green]proved[/]",
        VerifyResult.Failed => "[red]failed[/]",
        _ => "[yellow]stopped[/]",
    };

    // What has nothing to do with the driver comes out the same with all of them.
    private static string WithoutDriver(VerifyCell cell) => $"{cell.File}\n{cell.Sentence}\n{string.Join('\n', cell.Report?.Failures.Select(f => $"{f.Failure} {f.Schedule}") ?? [])}";

    private void PrintFailure(IReadOnlyList<VerifyCell> same, IReadOnlyDictionary<string, string> named)
    {
        VerifyCell cell = same[0];
        Line($"[red]failed[/]  {Markup.Escape(Printable.FileName(cell.File))}, {Markup.Escape(string.Join(", ", same.Select(c => c.Driver)))}: {Markup.Escape(cell.Sentence)}");
        if (cell.Report is { Failures: [var first, ..] }) Line($"        {Markup.Escape(first.Failure.ToString())}");
        foreach (string held in cell.Report?.NeverHeld.Select(n => n.Message) ?? []) Line($"        {Markup.Escape(held)}");
        if (cell.Replay(named[cell.Driver]) is { } line) Line($"        {Markup.Escape(line)}");
    }

    private void Line(string markup) => console.MarkupLine(markup);
}
