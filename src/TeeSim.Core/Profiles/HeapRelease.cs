using TeeSim.Core.Releases;

namespace TeeSim.Core.Profiles;

/// <summary>The heap of one release: its rules, and the call site of its pool array.</summary>
/// <param name="Name">Release without its patch number: <c>3.12</c>.</param>
/// <param name="Options">Its rules, for first fit with debug headers.</param>
/// <param name="PoolArray">Where <c>malloc_add_pool</c> allocates the pool array.</param>
public sealed record HeapRelease(string Name, HeapOptions Options, SourceSite PoolArray)
{
    private static readonly HeapOptions V36 = new();
    private static readonly HeapOptions V312 = V36 with { AlignedPlacement = true };
    private static readonly HeapOptions V315 = V312 with { SkipsUnusablePools = true };
    private static readonly HeapOptions V320 = V315 with { NarrowWipe = true, OverlapComparesPools = true };
    private static readonly HeapOptions V46 = V320 with { MdbgMagicLast = true, Free2Sum = true };
    private static readonly HeapOptions V410 = V46 with { FreeAsksForSize = true };

    /// <summary>From 3.6 to 4.10, in the order of their publication.</summary>
    public static IReadOnlyList<HeapRelease> All { get; } =
    [
        Of("3.6", V36),
        Of("3.7", V36),
        Of("3.8", V36),
        Of("3.9", V36),
        Of("3.10", V36),
        Of("3.11", V36),
        Of("3.12", V312),
        Of("3.13", V312),
        Of("3.14", V312),
        Of("3.15", V315),
        Of("3.16", V315),
        Of("3.17", V315),
        Of("3.18", V315),
        Of("3.19", V315),
        Of("3.20", V320),
        Of("3.21", V320),
        Of("3.22", V320),
        Of("4.0", V320),
        Of("4.1", V320),
        Of("4.2", V320),
        Of("4.3", V320),
        Of("4.4", V320),
        Of("4.5", V320),
        Of("4.6", V46),
        Of("4.7", V46),
        Of("4.8", V46),
        Of("4.9", V46),
        Of("4.10", V410),
    ];

    /// <summary>The heap of a release, <c>3.12</c>, or null.</summary>
    public static HeapRelease? Find(string name) => All.FirstOrDefault(r => r.Name == name);

    private static HeapRelease Of(string name, HeapOptions options) =>
        new(name, options, ReleaseTable.Get(name).Find("pool_array")!.Source);
}
