using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

internal sealed partial class RunText
{
    private void PrintHeap(RunReport report)
    {
        Heading("Heap");
        Line($"  {Usage(report.Heap)}");
        if (report.Forecast is { } forecast) Line($"  {Escape(Describe(forecast))}");
    }

    private void PrintOom(OomReport oom)
    {
        Heading("Out of memory");
        Line($"  the first print_oom came in {Escape(oom.During.ToString())}, {Words.Time(oom.Microseconds)} after boot: {Words.Count(oom.Requested, "byte")} were asked for");
        Line($"  regions at that moment: {Escape(string.Join(", ", oom.Regions.Select(r => $"{r.Ta} {Words.Number(r.Count)}")))}");
        Line($"  {Usage(oom.Heap)}");
        Line(oom.FourBytes ? "  4 bytes could still be had" : "  not even 4 bytes could be had: the heap is full, not fragmented");
    }

    private static string Usage(HeapReport heap)
    {
        string largest = heap.Largest < 0 ? "nothing more could be had" : $"the largest block that could still be had is {Words.Count(heap.Largest, "byte")}";
        return $"{Words.Number(heap.InUse)} of {Words.Count(heap.Size, "byte")} in use; {largest}";
    }

    private static string Describe(ForecastReport forecast)
    {
        string when = $"in the {Words.Ordinal(forecast.MoreRepetitions)} further repetition";
        return forecast.Event switch
        {
            ForecastEvent.PrintOom => $"if the repeat in line {forecast.Line} went on, print_oom would come {when}",
            ForecastEvent.PageTables => $"if the repeat in line {forecast.Line} went on, page tables would run out {when}, before the heap",
            ForecastEvent.DriverLimit => $"if the repeat in line {forecast.Line} went on, a limit of the driver's own would be reached {when}, before the heap is full",
            ForecastEvent.Panic => $"if the repeat in line {forecast.Line} went on, the core would panic {when}",
            _ => $"if the repeat in line {forecast.Line} went on, {Words.Count(forecast.MoreRepetitions, "further repetition")} would not exhaust it",
        };
    }
}
