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

    private static string Usage(HeapReport heap)
    {
        string largest = heap.Largest < 0
            ? "nothing more could be had"
            : $"the largest block that could still be had is {Words.Count(heap.Largest, "byte")}";
        return $"{Words.Number(heap.InUse)} of {Words.Count(heap.Size, "byte")} in use; {largest}";
    }

    private static string Describe(ForecastReport forecast)
    {
        string when = $"in the {Words.Ordinal(forecast.MoreRepetitions)} further repetition";
        return forecast.Event switch
        {
            ForecastEvent.PrintOom => $"if the repeat in line {forecast.Line} went on, print_oom would come {when}",
            ForecastEvent.PageTables => $"if the repeat in line {forecast.Line} went on, page tables would run out {when}, before the heap",
            ForecastEvent.DriverLimit => $"if the repeat in line {forecast.Line} went on, a limit of the driver's own would be reached "
                + $"{when}, before the heap is full",
            ForecastEvent.Panic => $"if the repeat in line {forecast.Line} went on, the core would panic {when}",
            _ => $"if the repeat in line {forecast.Line} went on, "
                + $"{Words.Count(forecast.MoreRepetitions, "further repetition")} would not exhaust it",
        };
    }
}
