using TeeSim.Bget;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Kernel.Statistics;

/// <summary>
/// The statistics of one pool (<c>struct malloc_stats</c> 3.10.0, <c>struct pta_stats_alloc</c> 4.10.0). All counters are
/// 32-bit fields, on 64-bit cores too.
/// </summary>
/// <param name="Name">The pool's name, at most 31 bytes; empty in a slot that was not written.</param>
/// <param name="Allocated">Bytes allocated now.</param>
/// <param name="MaxAllocated">The most bytes allocated since the last reset.</param>
/// <param name="Size">Bytes of the pool.</param>
/// <param name="NumAllocFail">Requests that failed; page pools don't count them.</param>
/// <param name="BiggestAllocFail">The largest of those, in bytes.</param>
/// <param name="BiggestAllocFailUsed">Bytes that were allocated at that moment.</param>
/// <param name="Free2Sum">The sum of the squares of all free blocks' sizes; 0 for page pools and before 4.6.</param>
public sealed record PoolStatistics(
    string Name, uint Allocated, uint MaxAllocated, uint Size, uint NumAllocFail = 0, uint BiggestAllocFail = 0,
    uint BiggestAllocFailUsed = 0, ulong Free2Sum = 0)
{
    /// <summary>Those of a heap.</summary>
    public static PoolStatistics Of(string name, MallocStats stats) => new(
        name, stats.Allocated, stats.MaxAllocated, stats.Size, stats.NumAllocFail, stats.BiggestAllocFail, stats.BiggestAllocFailUsed,
        stats.Free2Sum ?? 0);

    /// <summary>Those of a page pool.</summary>
    public static PoolStatistics Of(string name, PagePoolStats stats) => new(name, stats.Allocated, stats.MaxAllocated, stats.Size);
}
