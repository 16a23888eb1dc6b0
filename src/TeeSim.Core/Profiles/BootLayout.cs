namespace TeeSim.Core.Profiles;

/// <summary>Where boot puts things, and the memory that the platform has. Scripts may change the heap's size and the video pool.</summary>
public sealed record BootLayout
{
    /// <summary>Address of the <c>malloc_ctx</c> variable; <c>print_oom</c> prints it.</summary>
    public required ulong MallocContext { get; init; }

    /// <summary>Address of the other static variables: list heads, boot's memory objects, the thread's current context.</summary>
    public required ulong StaticData { get; init; }

    /// <summary>Address at which the core's code starts; printed in front of call stacks.</summary>
    public required ulong LoadAddress { get; init; }

    /// <summary>Address of the strings.</summary>
    public required ulong Strings { get; init; }

    /// <summary>Address of the heap (<c>.heap1</c>).</summary>
    public required ulong Heap { get; init; }

    /// <summary>Bytes of heap (<c>CFG_CORE_HEAP_SIZE</c>).</summary>
    public required ulong HeapSize { get; init; }

    /// <summary>Physical range of the core's own RAM.</summary>
    public required AddressRange TeeRam { get; init; }

    /// <summary>Physical range of the TAs' RAM.</summary>
    public required AddressRange TaRam { get; init; }

    /// <summary>The core's virtual addresses at which shared memory of the normal world is mapped (<c>MEM_AREA_SHM_VASPACE</c>).</summary>
    public AddressRange ShmVaspace { get; init; } = new(0x3000_0000, 0x0200_0000);

    /// <summary>
    /// The core's virtual addresses of the pager (<c>tee_mm_vcore</c>); null without a pager, when there is no such pool.
    /// </summary>
    public AddressRange? Vcore { get; init; }

    /// <summary>Physical range of the shared memory reserved at boot.</summary>
    public required AddressRange NsecShm { get; init; }

    /// <summary>Physical range of the secure video buffers (SDP memory).</summary>
    public required AddressRange Vdec { get; init; }

    /// <summary>Physical address of the exception entry code that every TA context maps first.</summary>
    public required ulong KernelEntryPa { get; init; }

    /// <summary>Bytes of that code, a multiple of a page; 0 when the build doesn't map it.</summary>
    public required ulong KernelEntrySize { get; init; }
}
