using TeeSim.Bget;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// What <see cref="Mobjs"/> works on. What only some kinds of objects need may be left out where there are none of these.
/// </summary>
public sealed record MobjEnvironment
{
    /// <summary>The simulated memory.</summary>
    public required SimulatedMemory Memory { get; init; }

    /// <summary>Where objects are allocated.</summary>
    public required Heap Heap { get; init; }

    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>Call sites and function tables.</summary>
    public required MobjSites Sites { get; init; }

    /// <summary>The static mappings.</summary>
    public required CoreMap Map { get; init; }

    /// <summary>Gets debug lines.</summary>
    public required TraceLog Log { get; init; }

    /// <summary>Page pools; needed for <see cref="Mobjs.MobjMmAlloc"/> and registered shared memory.</summary>
    public TeeMm PagePools { get => field ?? throw Missing(nameof(PagePools)); init; }

    /// <summary>Objects of pages; needed for <see cref="Mobjs.MobjWithFobjAlloc"/>.</summary>
    public Fobjs Fobjs { get => field ?? throw Missing(nameof(Fobjs)); init; }

    /// <summary>Files; needed for <see cref="Mobjs.MobjWithFobjAlloc"/>.</summary>
    public Files Files { get => field ?? throw Missing(nameof(Files)); init; }

    /// <summary>Address of the pool <c>tee_mm_shm</c>, the virtual addresses at which the core maps registered shared memory.</summary>
    public ulong ShmPool { get; init; }

    /// <summary>Address of the list of registered shared memory: one zeroed word.</summary>
    public ulong RegShmList { get; init; }

    private static InvalidOperationException Missing(string what) => new($"the environment of these memory objects has no {what}");
}
