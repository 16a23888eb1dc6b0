namespace TeeSim.Core.Profiles;

/// <summary>
/// Everything that distinguishes one modelled target from another, as data: the algorithms ask it, and never ask which release it is.
/// </summary>
public sealed record TargetProfile
{
    /// <summary>What scripts call it: <c>optee-3.10-arm32</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The release that is modelled: <c>3.10.0</c>.</summary>
    public required string Release { get; init; }

    /// <summary>Sizes of pointers and longs.</summary>
    public required Abi Abi { get; init; }

    /// <summary>Width of a physical address: 32 or 64 bits.</summary>
    public int PhysicalAddressBits { get; init; } = 32;

    /// <summary>How the heap is built and searched.</summary>
    public HeapOptions Heap { get; init; } = new();

    /// <summary>The user address space and its page tables.</summary>
    public required VmOptions Vm { get; init; }

    /// <summary>Memory objects and address spaces that changed between releases.</summary>
    public MmuOptions Mmu { get; init; } = new();

    /// <summary>Where things lie after boot.</summary>
    public required BootLayout Boot { get; init; }

    /// <summary>Structs that changed between releases.</summary>
    public StructOptions Structs { get; init; } = new();

    /// <summary>The TA manager and the loader.</summary>
    public TaOptions Tas { get; init; } = new();

    /// <summary>Page pools that changed between releases.</summary>
    public PagePoolOptions PagePools { get; init; } = new();

    /// <summary>The statistics that the normal world can ask for.</summary>
    public StatsOptions Stats { get; init; } = StatsOptions.Optee310;

    /// <summary>File and line of each modelled allocation and message.</summary>
    public required SourceSites Sites { get; init; }

    /// <summary>How lines look in the device's log.</summary>
    public LogFormat Log { get; init; } = new();
}
