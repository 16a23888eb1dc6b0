using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

internal sealed partial class RunText
{
    private const long Word = 4;

    private void PrintExhaustion(ExhaustionReport e)
    {
        Heading($"Out of memory: {NameOf(e.Pool)}");
        Line($"  first in {Escape(e.During.ToString())}, {Words.Time(e.Microseconds)} after boot");
        if (e.Pool == ExhaustiblePool.PageTables)
            Line($"  the TA would need {Words.Count(e.Asked, "page table")}; there are {Words.Number(e.Free)}");
        else PrintPieces(e);
        if (e.Pool == ExhaustiblePool.CoreHeap)
            Line(e.Largest >= Word ? "  4 bytes could still be had" : "  not even 4 bytes could be had");
        if (e.Leaked > 0)
        {
            Line($"  {Words.Count(e.Leaked, "byte")} of the core heap had leaked by "
                + $"then{(e.Pool == ExhaustiblePool.CoreHeap && e.Leaked >= e.Needed ? ": without the leak there would be room" : "")}");
        }
        foreach (HolderReport holder in e.Holders)
        {
            Line($"  {Words.Count(holder.Amount, "byte")} held by "
                + $"{Escape(holder.Name)}{(holder.Count == 0 ? "" : $" in {Words.Count(holder.Count, UnitOf(e.Pool))}")}");
        }
        Line($"  regions at that moment: {Escape(string.Join(", ", e.Regions.Select(r => $"{r.Ta} {Words.Number(r.Count)}")))}");
    }

    private void PrintPieces(ExhaustionReport e)
    {
        string needed = e.Needed == e.Asked ? "" : $", {Words.Number(e.Needed)} with headers";
        string largest = e.Largest < 0
            ? "none of them large enough for anything"
            : $"the largest good for {Words.Count(e.Largest, "byte")}";
        Line($"  {Words.Count(e.Asked, "byte")} were asked for{needed}; {Words.Count(e.Free, "byte")} are free, "
            + $"in {Words.Count(e.Pieces, "piece")}{(e.Pieces == 0 ? "" : $", {largest}")}");
        Line(e.IsFragmented
            ? "  so it is [yellow]fragmented[/]: there is enough, but not in one piece"
            : "  so it is [red]exhausted[/], not fragmented: all free pieces together would not do");
    }

    private static string NameOf(ExhaustiblePool pool) => pool switch
    {
        ExhaustiblePool.CoreHeap => "the core heap",
        ExhaustiblePool.TaRam => "the TA RAM",
        ExhaustiblePool.PageTables => "page tables",
        _ => "the core's addresses for shared memory",
    };

    private static string UnitOf(ExhaustiblePool pool) => pool switch
    {
        ExhaustiblePool.CoreHeap => "block",
        ExhaustiblePool.TaRam => "region",
        _ => "mapping",
    };
}
