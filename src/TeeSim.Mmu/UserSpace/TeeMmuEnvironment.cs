using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.MemoryObjects;

namespace TeeSim.Mmu.UserSpace;

/// <summary>What <see cref="TeeMmu"/> works on.</summary>
public sealed record TeeMmuEnvironment
{
    /// <summary>The simulated memory.</summary>
    public required SimulatedMemory Memory { get; init; }

    /// <summary>Where regions are allocated.</summary>
    public required Heap Heap { get; init; }

    /// <summary>What regions map.</summary>
    public required Mobjs Mobjs { get; init; }

    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>Address of the bitmap of ASIDs in use, 8 zeroed bytes.</summary>
    public required ulong AsidBitmap { get; init; }

    /// <summary>
    /// Address of <see cref="TeeMmu.StackSize"/> bytes for the list head that <c>vm_remap</c> has on its stack: a failed remap of 3.18 to
    /// 4.10 may leave a pointer to it behind.
    /// </summary>
    public required ulong RemapStack { get; init; }

    /// <summary>Call site of <c>vm_map_pad</c>.</summary>
    public required CallSite VmMapSite { get; init; }

    /// <summary>Call site of <c>split_vm_region</c>.</summary>
    public required CallSite SplitSite { get; init; }

    /// <summary>Call site of <c>tee_mmu_add_rwmem</c>.</summary>
    public required CallSite AddRwMemSite { get; init; }

    /// <summary>
    /// Whether a context is the current one of the thread: <c>vm_unmap</c>, <c>vm_set_prot</c> and <c>vm_remap</c> assert it.
    /// </summary>
    public required Predicate<ulong> IsCurrent { get; init; }

    /// <summary>Is told of regions that come and go.</summary>
    public required EventStream Events { get; init; }

    /// <summary>Gets debug and error lines.</summary>
    public required TraceLog Log { get; init; }
}

/// <summary>The core's exception entry code, which every context maps.</summary>
/// <param name="Mobj">The object of the core's RAM, or 0.</param>
/// <param name="Offset">Where in it the code starts, in bytes.</param>
/// <param name="Size">Bytes of code; 0 maps nothing.</param>
public readonly record struct KernelEntry(ulong Mobj, ulong Offset, ulong Size);

/// <summary>What a TA wants to do with a buffer (<c>TEE_MEMORY_ACCESS_*</c>).</summary>
[Flags]
public enum AccessFlags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read it.</summary>
    Read = 1,

    /// <summary>Write it.</summary>
    Write = 2,

    /// <summary>It may belong to anybody.</summary>
    AnyOwner = 4,

    /// <summary>It must not be secure.</summary>
    NonSecure = 0x1000_0000,

    /// <summary>It must be secure.</summary>
    Secure = 0x2000_0000,
}
