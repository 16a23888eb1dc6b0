namespace TeeSim.Core.Profiles;

/// <summary>The allocation statistics of the Stats PTA and what <c>xtest --stats --alloc</c> prints of them.</summary>
/// <param name="Pools">The pools in the order of their ids, which count from 1.</param>
/// <param name="Free2Sum">
/// Each pool's 64 bytes have the sum of the squares of its free blocks between name and counters (from 4.6). Before,
/// there are 56 bytes without it.
/// </param>
/// <param name="ClearsBuffer">
/// The caller's buffer is zeroed first. Otherwise the slots of pools that are not there keep the caller's bytes.
/// </param>
/// <param name="FragmentationLine"><c>xtest</c> prints the fragmentation of pools that have a <c>free2_sum</c> (from 4.8).</param>
public sealed record StatsOptions(IReadOnlyList<StatsPool> Pools, bool Free2Sum, bool ClearsBuffer, bool FragmentationLine)
{
    /// <summary>3.10.0: four pools, two of which are as a rule not there.</summary>
    public static StatsOptions Optee310 { get; } = new(
        [
            new(StatsPoolKind.Heap, "Heap"),
            new(StatsPoolKind.PublicDdr, null) { Refusal = "public DDR not managed by secure side anymore" },
            new(StatsPoolKind.TaRam, "Secure DDR"),
            new(StatsPoolKind.NexusHeap, "KHeap") { Refusal = "Wrong pool id" },
        ],
        Free2Sum: false,
        ClearsBuffer: false,
        FragmentationLine: false);

    /// <summary>4.10.0: five pools, all with a name.</summary>
    public static StatsOptions Optee410 { get; } = new(
        [
            new(StatsPoolKind.Heap, "Heap"),
            new(StatsPoolKind.PublicDdr, null) { NameWithoutPool = "Public DDR (deprecated)" },
            new(StatsPoolKind.TaRam, "Physical TA memory"),
            new(StatsPoolKind.NexusHeap, "KHeap") { NameWithoutPool = "KHeap (disabled)" },
            new(StatsPoolKind.Rpmb, "RPMB secure storage") { NameWithoutPool = "RPMB secure storage (no data)" },
        ],
        Free2Sum: true,
        ClearsBuffer: true,
        FragmentationLine: true);
}

/// <summary>A pool of the statistics.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name in the buffer; null for one that no target has.</param>
public sealed record StatsPool(StatsPoolKind Kind, string? Name)
{
    /// <summary>The name in the buffer when the target has no such pool; null when the slot is not written then.</summary>
    public string? NameWithoutPool { get; init; }

    /// <summary>What is printed at level error when the target has no such pool; null for nothing.</summary>
    public string? Refusal { get; init; }
}

/// <summary>The pools that statistics are asked for.</summary>
public enum StatsPoolKind
{
    /// <summary>The core's heap.</summary>
    Heap,

    /// <summary>Non-secure memory; no release from 3.10 on manages it.</summary>
    PublicDdr,

    /// <summary>The pages of the TAs' RAM.</summary>
    TaRam,

    /// <summary>The nexus' heap, with virtualization.</summary>
    NexusHeap,

    /// <summary>Secure storage in an RPMB partition.</summary>
    Rpmb,
}
