using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Measures what scripts can expect.</summary>
/// <param name="world">Where.</param>
/// <param name="leaked">What nothing can free any more.</param>
/// <param name="siteTotals">What is allocated, by call site.</param>
public sealed class WorldMetrics(SecureWorld world, Func<SiteTotal> leaked, Func<IEnumerable<KeyValuePair<CallSite, SiteTotal>>> siteTotals)
{
    /// <summary>The value of a metric at this moment, in the unit that the guide says.</summary>
    /// <param name="metric">A metric of a script that has been checked.</param>
    public ulong Measure(Metric metric) => (ulong)(metric.Name.Text switch
    {
        "leaked" => leaked().Bytes,
        "leaked_blocks" => leaked().Blocks,
        "heap_used" => world.Heap.Stats.Allocated,
        "largest_free" => Math.Max(world.Heap.LargestAllocatable, 0),
        "ta_ram_used" => (long)(world.Pools[0].Range.Size - world.TeeMm.FreeBytes(world.Pools[0].Address)),
        "ta_ram_largest" => (long)world.TeeMm.LargestGap(world.Pools[0].Address),
        "shm_used" => (long)(world.Pools[1].Range.Size - world.TeeMm.FreeBytes(world.Pools[1].Address)),
        "print_oom" => world.Heap.Stats.NumAllocFail,
        "channels" => world.Driver.Count("channel"),
        "regions" => GrowthRecorder.RegionCounts(world).First(r => r.Ta == metric.Ta!.Text).Count,
        "contexts" => world.Contexts.Count(c => c.Uuid == UuidOf(metric.Ta!.Text)),
        "sessions" => Sessions(metric.Ta!.Text),
        "blocks" => Total(metric.Site!).Blocks,
        "bytes" => Total(metric.Site!).Bytes,
        _ => throw new InvalidOperationException($"'{metric.Name.Text}' is in the table of metrics, but nothing measures it"),
    });

    private long Sessions(string ta)
    {
        Guid uuid = UuidOf(ta);
        return world.Contexts.Where(c => c.Uuid == uuid).Sum(c => c.Sessions);
    }

    private Guid UuidOf(string ta) => world.Options.Tas.First(t => t.Name == ta).Uuid;

    // A site may be named with or without its folders.
    private SiteTotal Total(SiteReference site)
    {
        var total = new SiteTotal(0, 0);
        foreach ((CallSite key, SiteTotal t) in siteTotals())
        {
            SourceSite source = SiteNames.Of(world, key);
            bool isSite = source.Line == site.Line && (source.File == site.File || source.File.EndsWith("/" + site.File, StringComparison.Ordinal));
            if (isSite) total = new SiteTotal(total.Blocks + t.Blocks, total.Bytes + t.Bytes);
        }

        return total;
    }
}
