using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Metrics;

/// <summary>Measures what scripts can expect.</summary>
/// <param name="world">Where.</param>
/// <param name="metrics">The metrics that there are.</param>
/// <param name="leaked">What nothing can free any more.</param>
public sealed class WorldMetrics(SecureWorld world, MetricTable metrics, Func<SiteTotal> leaked)
{
    /// <summary>The metrics that there are.</summary>
    internal MetricTable Table => metrics;

    /// <summary>Where it measures.</summary>
    internal SecureWorld World => world;

    /// <summary>What nothing can free any more.</summary>
    internal SiteTotal Leaked => leaked();

    /// <summary>The value of a metric at this moment, in the unit that the guide says.</summary>
    /// <param name="metric">A metric of a script that has been checked.</param>
    public ulong Measure(Metric metric) => (ulong)metrics.Find(metric.Name.Text)!.Measure(this, metric);

    /// <summary>Bytes of a page pool that are in use.</summary>
    internal long Used(int pool) => (long)(world.Pools[pool].Range.Size - world.TeeMm.FreeBytes(world.Pools[pool].Address));

    /// <summary>The instances of a TA.</summary>
    internal IEnumerable<TaContext> Contexts(string ta)
    {
        Guid uuid = world.Options.Tas.First(t => t.Name == ta).Uuid;
        return world.Contexts.Where(c => c.Uuid == uuid);
    }

    /// <summary>How many regions the instances of a TA have mapped.</summary>
    internal long Regions(string ta) => Contexts(ta).Sum(c => world.Mmu.Regions(c.UserModeCtx).LongCount());

    /// <summary>What a call site has allocated, which may be named with or without its folders.</summary>
    internal SiteTotal Total(SiteReference site)
    {
        SiteTotal total = default;
        foreach ((SourceSite source, SiteTotal t) in SiteTotals.Of(world, includesPseudoTas: true).All)
        {
            if (source.Line == site.Line && (source.File == site.File || source.File.EndsWith("/" + site.File, StringComparison.Ordinal)))
                total += t;
        }

        return total;
    }
}
