using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Statistics;

/// <summary>
/// The pseudo TA for statistics (d96a5b40-e2c7-b1af-8794-1002a5d5c61b, <c>CFG_WITH_STATS</c>): its command 1,
/// the statistics of allocations.
/// </summary>
/// <param name="source">The figures.</param>
/// <param name="options">The release's pools and layout.</param>
/// <param name="log">Gets the lines about pools that are not there.</param>
public sealed class StatsPta(IPoolStatisticsSource source, StatsOptions options, TraceLog log)
{
    /// <summary>Its UUID.</summary>
    public static Guid Uuid { get; } = new("d96a5b40-e2c7-b1af-8794-1002a5d5c61b");

    /// <summary>The release's pools and layout.</summary>
    public StatsOptions Options => options;

    /// <summary>Statistics of one pool or of all (command 1).</summary>
    /// <param name="pool">The pool's id from 1, or 0 for all.</param>
    /// <param name="reset">Clears what can be cleared, after it was read.</param>
    /// <param name="buffer">
    /// The caller's buffer. The slots of pools that are not there keep its bytes where the release does not zero it.
    /// </param>
    /// <param name="size">Bytes that the answer takes; 0 with <c>BAD_PARAMETERS</c>.</param>
    /// <returns>
    /// <c>BAD_PARAMETERS</c> for an id that no pool has; <c>SHORT_BUFFER</c> when the answer does not fit:
    /// then nothing is written or reset.
    /// </returns>
    public TeeResult GetAllocStats(uint pool, bool reset, Span<byte> buffer, out int size)
    {
        size = 0;
        if (pool > options.Pools.Count) return TeeResult.BAD_PARAMETERS;
        IReadOnlyList<StatsPool> pools = pool == 0 ? options.Pools : [options.Pools[(int)pool - 1]];
        int slotBytes = AllocStatsBuffer.SlotBytes(options);
        size = pools.Count * slotBytes;
        if (buffer.Length < size) return TeeResult.SHORT_BUFFER;
        if (options.ClearsBuffer) buffer[..size].Clear();
        for (int i = 0; i < pools.Count; i++) Write(pools[i], reset, buffer.Slice(i * slotBytes, slotBytes));
        return TeeResult.SUCCESS;
    }

    private void Write(StatsPool pool, bool reset, Span<byte> slot)
    {
        PoolStatistics? statistics = pool.Name is { } name ? source.Read(pool.Kind, name, reset) : null;
        if (statistics is null && pool.NameWithoutPool is { } none) statistics = new PoolStatistics(none, 0, 0, 0);
        if (statistics is not null) AllocStatsBuffer.Encode(statistics, slot, options);
        else if (pool.Refusal is { } refusal) log.Write(TraceLevel.Error, null, refusal);
    }
}
