using Spectre.Console;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

internal sealed partial class RunText
{
    private void PrintGrowth(GrowthReport growth)
    {
        Heading(
            growth.Line == 0 ? "The whole script" : $"The repeat in line {growth.Line}, {Words.Count(growth.Repetitions, "repetition")}");
        List<string[]> rows =
            [["  [dim]allocated from[/]", "[dim]before[/]", "[dim]after[/]", growth.Repetitions > 1 ? "[dim]each time[/]" : ""]];
        foreach (SiteGrowth site in growth.Sites)
        {
            rows.Add(
            [
                Escape("  " + WithoutFolders(site.Site)),
                $"{Words.Count(site.BlocksBefore, "block")}, {Words.Number(site.BytesBefore)} B",
                $"{Words.Count(site.BlocksAfter, "block")}, {Words.Number(site.BytesAfter)} B",
                EachTime(growth, site),
            ]);
        }

        foreach (RegionGrowth ta in growth.Regions)
        {
            rows.Add(
            [
                Escape($"  regions of {ta.Ta}"),
                Words.Number(ta.Before),
                Words.Number(ta.After),
                growth.Repetitions > 1 ? EachTime(ta.EachTime, step => Words.Change(step, "region")) : "",
            ]);
        }

        foreach (string row in Columns.Of(rows, gap: 2, out _)) console.MarkupLine(row);
    }

    // The table is to fit on a terminal; where something leaked, path and function follow.
    private static string WithoutFolders(string site) => site[(site.LastIndexOf('/') + 1)..];

    private static string EachTime(GrowthReport growth, SiteGrowth site)
    {
        if (growth.Repetitions <= 1) return "";
        if (site.EachTime is not { } step) return "varies";
        string text = $"{Words.Change(step.Blocks, "block")}, {Words.Change(step.Bytes, "byte")}";
        return step.Blocks > 0 ? $"[red]{text}[/]" : step.Blocks == 0 && step.Bytes == 0 ? "same" : text;
    }

    private static string EachTime(long? step, Func<long, string> words) => step switch
    {
        null => "varies",
        0 => "same",
        > 0 => $"[red]{words(step.Value)}[/]",
        _ => words(step.Value),
    };
}
