namespace TeeSim.Mmu.PagePools;

/// <summary>
/// How a pool is used (<c>TEE_MM_POOL_*</c> 3.10.0, <c>MAF_*</c> in 4.10); the bits that are stored are the release's own.
/// </summary>
[Flags]
public enum TeeMmFlags
{
    /// <summary>Allocate from the lowest address up (<c>NO_FLAGS</c>).</summary>
    None = 0,

    /// <summary>Allocate from the highest address down (<c>HI_ALLOC</c>).</summary>
    HiAlloc = 1,

    /// <summary>Entries come from the nexus heap (<c>NEX_MALLOC</c>): without virtualization that is the core's heap.</summary>
    NexMalloc = 2,
}

/// <summary>What <c>tee_mm_alloc_flags</c> (4.10) passes on to the heap when it allocates an entry (<c>MAF_*</c>).</summary>
[Flags]
public enum TeeMmAllocFlags
{
    /// <summary>Nothing special, as in all releases before.</summary>
    None = 0,

    /// <summary>The entry's block is cleared to its end.</summary>
    ZeroInit = 1,

    /// <summary>Dropped: whether the nexus heap is used is the pool's choice.</summary>
    Nex = 2,

    /// <summary>An entry that is given back because there is no gap is wiped.</summary>
    FreeWipe = 4,

    /// <summary>No effect: the direction is the pool's choice.</summary>
    HiAlloc = 0x10,
}
