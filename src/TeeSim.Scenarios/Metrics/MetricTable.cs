using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Metrics;

/// <summary>The metrics of the script language: the core's, and how many handles of each kind a driver has.</summary>
public sealed class MetricTable
{
    private MetricTable(IReadOnlyList<MetricDefinition> all) => All = all;

    /// <summary>The metrics of scripts for cores with a driver.</summary>
    public static MetricTable Of(IDriverFactory driver) => new([
        .. BeforeHandles,
        .. driver.EntryPoints.Select(entry => entry.Gives)
            .OfType<EntryResult>()
            .Where(given => !given.IsAddress)
            .Select(given => given.Noun)
            .Distinct()
            .Select(Handles),
        .. BehindHandles,
    ]);

    /// <summary>All metrics, in the order in which the guide lists them.</summary>
    public IReadOnlyList<MetricDefinition> All { get; }

    /// <summary>The metric with this name, or null.</summary>
    public MetricDefinition? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);

    /// <summary>The metric that an expectation of a checked script measures.</summary>
    public MetricDefinition Of(ExpectStatement expectation) => Find(expectation.Metric.Name.Text)!;

    private static IReadOnlyList<MetricDefinition> BeforeHandles { get; } =
    [
        new("leaked", MetricArgument.None, "Bytes that nothing can free any more")
        {
            IsAboutLeaks = true,
            Measure = (w, _) => w.Leaked.Bytes,
        },
        new("leaked_blocks", MetricArgument.None, "Allocations that nothing can free any more")
        {
            IsAboutLeaks = true,
            Measure = (w, _) => w.Leaked.Blocks,
        },
        new("heap_used", MetricArgument.None, "Bytes of the heap that are in use")
        {
            DependsOnAddresses = true,
            Measure = (w, _) => w.World.Heap.Stats.Allocated,
        },
        new("largest_free", MetricArgument.None, "Bytes of the largest block that could still be had")
        {
            DependsOnAddresses = true,
            Measure = (w, _) => Math.Max(w.World.Heap.LargestAllocatable, 0),
        },
        new("ta_ram_used", MetricArgument.None, "Bytes of the TA RAM that are in use") { Measure = (w, _) => w.Used(pool: 0) },
        new("ta_ram_largest", MetricArgument.None, "Bytes of the largest free piece of the TA RAM")
        {
            Measure = (w, _) => (long)w.World.TeeMm.LargestGap(w.World.Pools[0].Address),
        },
        new("shm_used", MetricArgument.None, "Bytes of the virtual addresses at which the core maps shared memory")
        {
            Measure = (w, _) => w.Used(pool: 1),
        },
        new("print_oom", MetricArgument.None, "Allocations that have failed")
        {
            DependsOnAddresses = true,
            Measure = (w, _) => w.World.Heap.Stats.NumAllocFail,
        },
    ];

    private static IReadOnlyList<MetricDefinition> BehindHandles { get; } =
    [
        new("regions", MetricArgument.Ta, "Regions that the TA has mapped") { Measure = (w, m) => w.Regions(m.Ta!.Text) },
        new("contexts", MetricArgument.Ta, "Instances of the TA") { Measure = (w, m) => w.Contexts(m.Ta!.Text).LongCount() },
        new("sessions", MetricArgument.Ta, "Open sessions of the TA") { Measure = (w, m) => w.Contexts(m.Ta!.Text).Sum(c => c.Sessions) },
        new("blocks", MetricArgument.Site, "Allocated blocks that come from the call site") { Measure = (w, m) => w.Total(m.Site!).Blocks },
        new("bytes", MetricArgument.Site, "Bytes in the blocks that come from the call site")
        {
            Measure = (w, m) => w.Total(m.Site!).Bytes,
        },
    ];

    private static MetricDefinition Handles(string noun) =>
        new($"{noun}s", MetricArgument.None,
            $"{char.ToUpperInvariant(noun[0])}{noun[1..]}s that the driver has, closed ones that it still waits with included")
        {
            Measure = (w, _) => w.World.Driver.Count(noun),
        };
}
