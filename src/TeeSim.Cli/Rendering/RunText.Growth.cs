using Spectre.Console;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

internal sealed partial class RunText
{
    private void PrintGrowth(GrowthReport growth)
    {
        Heading(growth.Line == 0 ? "The whole script" : $"The repeat in line {growth.Line}, {Words.Count(growth.Repetitions, "repetition")}");
        Table table = new Table().NoBorder().HideRowSeparators();
        foreach (string column in (string[])["  allocated from", "before", "after", growth.Repetitions > 1 ? "each time" : ""])
            table.AddColumn(new TableColumn($"[dim]{column}[/]").NoWrap().PadRight(3));
        foreach (SiteGrowth site in growth.Sites)
        {
            table.AddRow(
                Escape("  " + NameOf(site.Site, site.Function)),
                $"{Words.Count(site.BlocksBefore, "block")}, {Words.Count(site.BytesBefore, "byte")}",
                $"{Words.Count(site.BlocksAfter, "block")}, {Words.Count(site.BytesAfter, "byte")}",
                EachTime(growth, site));
        }

        foreach (RegionGrowth ta in growth.Regions)
        {
            table.AddRow(
                Escape($"  regions of {ta.Ta}"),
                Words.Number(ta.Before),
                Words.Number(ta.After),
                growth.Repetitions > 1 ? EachTime(ta.EachTime, step => Words.Change(step, "region")) : "");
        }

        console.Write(table);
    }

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
