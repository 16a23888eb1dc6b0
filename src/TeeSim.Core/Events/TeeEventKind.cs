namespace TeeSim.Core.Events;

/// <summary>What happened in the modelled core.</summary>
public enum TeeEventKind
{
    /// <summary>A heap buffer was given out: Address is the payload's, Size its requested bytes, Site its caller.</summary>
    Allocated,

    /// <summary>A heap buffer was released: Address is the payload's.</summary>
    Freed,

    /// <summary>An allocation returned null (<c>print_oom</c>): Size is what the caller asked for.</summary>
    AllocationFailed,

    /// <summary>A region was linked into a TA's table: Address is its va, Size its bytes, Object its <c>vm_region</c>.</summary>
    RegionAdded,

    /// <summary>A region was taken out of a TA's table: Address is its va, Size its bytes, Object its <c>vm_region</c>.</summary>
    RegionRemoved,

    /// <summary>
    /// A split or a merge changed the size of a region that stays: Address is its va, Size its new bytes, Object its <c>vm_region</c>.
    /// </summary>
    RegionResized,

    /// <summary>A mapping was refused because its context would need more page tables than there are: Size is how many.</summary>
    PageTablesUnavailable,

    /// <summary>
    /// A page pool had no gap that is large enough, which OP-TEE does not report: Address is the
    /// <c>tee_mm_pool_t</c>, Size what was asked for.
    /// </summary>
    PagePoolExhausted,

    /// <summary>A call came in from the normal world: Object is the session's id.</summary>
    CallEntered,

    /// <summary>The call went back to the normal world: Object is its <see cref="TeeResult"/>.</summary>
    CallLeft,

    /// <summary>The core panicked: Address is what the panic is about.</summary>
    Panicked,
}
