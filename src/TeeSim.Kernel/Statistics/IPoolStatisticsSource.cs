using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Statistics;

/// <summary>Where the Stats PTA has its figures from.</summary>
public interface IPoolStatisticsSource
{
    /// <summary>The statistics of a pool, or null when the target has no such pool.</summary>
    /// <param name="kind">Which pool.</param>
    /// <param name="name">The name to give it.</param>
    /// <param name="reset">Clears the maximum and the counters of failures after they were read; the other pools' stay.</param>
    PoolStatistics? Read(StatsPoolKind kind, string name, bool reset);
}
