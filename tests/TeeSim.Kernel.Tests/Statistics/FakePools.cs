using TeeSim.Core.Profiles;
using TeeSim.Kernel.Statistics;

namespace TeeSim.Kernel.Tests.Statistics;

/// <summary>Pools with fixed figures, and a record of what was asked.</summary>
internal sealed class FakePools : IPoolStatisticsSource
{
    public Dictionary<StatsPoolKind, PoolStatistics> Pools { get; } = new()
    {
        [StatsPoolKind.Heap] = new("", 11584, 20480, 65536, 2, 7689, 60000, 2_910_760_064),
        [StatsPoolKind.TaRam] = new("", 0x40_2000, 0x80_4000, 0x180_0000),
    };

    public List<(StatsPoolKind Kind, bool Reset)> Asked { get; } = [];

    public PoolStatistics? Read(StatsPoolKind kind, string name, bool reset)
    {
        Asked.Add((kind, reset));
        return Pools.TryGetValue(kind, out PoolStatistics? pool) ? pool with { Name = name } : null;
    }
}
