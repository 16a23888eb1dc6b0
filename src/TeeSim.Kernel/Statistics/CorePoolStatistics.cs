using TeeSim.Bget;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Kernel.Statistics;

/// <summary>The statistics of a core without virtualization and RPMB: its heap, and the pages of the TAs' RAM.</summary>
/// <param name="heap">The core's heap.</param>
/// <param name="taRam">
/// Reads the statistics of the TA RAM's page pool, and resets them when asked to; null while there is no such pool.
/// </param>
public sealed class CorePoolStatistics(Heap heap, Func<bool, PagePoolStats>? taRam = null) : IPoolStatisticsSource
{
    /// <inheritdoc/>
    public PoolStatistics? Read(StatsPoolKind kind, string name, bool reset)
    {
        if (kind == StatsPoolKind.TaRam) return taRam is null ? null : PoolStatistics.Of(name, taRam(reset));
        if (kind != StatsPoolKind.Heap) return null;
        var statistics = PoolStatistics.Of(name, heap.Stats);
        if (reset) heap.ResetStats();
        return statistics;
    }
}
