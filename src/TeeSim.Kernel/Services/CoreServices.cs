using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Services;

/// <summary>
/// What the parts of a booted core work with: the memory management, the log, and the core's static memory. It knows nothing of sessions,
/// drivers or calls. What depends on the target's word is in <see cref="CoreServices{TWord}"/>.
/// </summary>
/// <param name="profile">The target.</param>
/// <param name="memory">The simulated memory.</param>
/// <param name="statics">The static memory.</param>
internal abstract class CoreServices(TargetProfile profile, SimulatedMemory memory, StaticArea statics)
{
    public TargetProfile Profile => profile;

    public SimulatedMemory Memory => memory;

    public StaticArea StaticArea => statics;

    public required EventStream Events { get; init; }

    public required StringTable Strings { get; init; }

    public required TraceLog Log { get; init; }

    /// <summary>The functions that the core is in.</summary>
    public required KernelStack Stack { get; init; }

    public required Heap Heap { get; init; }

    /// <summary>Call sites by which allocations can be told apart.</summary>
    public required KernelCallSites CallSites { get; init; }

    public required TeeMm TeeMm { get; init; }

    public required IReadOnlyList<PagePool> Pools { get; init; }

    public required Fobjs Fobjs { get; init; }

    public required Files Files { get; init; }

    public required Mobjs Mobjs { get; init; }

    public required TeeMmu Mmu { get; init; }

    /// <summary>Address of the pool of the TA RAM.</summary>
    public ulong TeeMmSecDdr => Pools[0].Address;

    /// <summary>The place in the source that a call site stands for, or null.</summary>
    public SourceSite? Describe(Core.CallSite site) => Strings.Describe(site);
}
