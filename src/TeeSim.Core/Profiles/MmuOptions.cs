namespace TeeSim.Core.Profiles;

/// <summary>
/// What changed in memory objects and address spaces (<c>mobj.c</c>; <c>tee_mmu.c</c>, from 3.12 <c>vm.c</c>) between releases. The
/// defaults are those of 3.10; where the release of a change is not known, it is one between 3.10 and 4.10.
/// </summary>
public sealed record MmuOptions
{
    /// <summary>The choices of 4.10.0.</summary>
    public static MmuOptions Optee410 { get; } = new()
    {
        HasTaRam = false,
        PhysAllocFindsMapping = true,
        ShmIsMappable = true,
        GuardedIsProtection = true,
        MapsAligned = true,
        CountsTouchedPageTables = true,
        RemapUndo = RemapUndo.WalksPrivateList,
        KeepsHeadAtFinal = true,
        LdelfIsPrivate = true,
        IntersectTestsFlags = true,
        EmptyBufferIsAccessible = true,
        PaSearchGoesByGranule = true,
        LastDecMapUnmaps = true,
        FobjMobjHasMemType = true,
    };

    /// <summary>
    /// There is a kind of memory for the TAs' RAM. Without it (4.10), SDP memory and registered shared memory have the
    /// numbers 5 and 6 in place of 6 and 7.
    /// </summary>
    public bool HasTaRam { get; init; } = true;

    /// <summary>
    /// In 4.10 <c>mobj_phys_alloc</c> takes only reserved shared memory and SDP memory, the whole range must be mapped, and the physical
    /// address 0 means: find the mapping. In 3.10 it takes TEE and TA RAM, too, and looks only at the first address.
    /// </summary>
    public bool PhysAllocFindsMapping { get; init; }

    /// <summary>
    /// In 4.10 objects of <c>mobj_shm_alloc</c> can be mapped, page by page. In 3.10 they have no cache
    /// attributes, so that mapping them fails.
    /// </summary>
    public bool ShmIsMappable { get; init; }

    /// <summary>In 4.10 attribute bit 15, GUARDED, is one of the protection bits that a caller may choose.</summary>
    public bool GuardedIsProtection { get; init; }

    /// <summary>
    /// In 4.10 <c>vm_map_pad</c> takes an alignment, and keeps the granule of a region's start for its end. In 3.10 the granule
    /// of the end is computed afresh.
    /// </summary>
    public bool MapsAligned { get; init; }

    /// <summary>In 4.10 only page tables that a region touches count. In 3.10 the whole span of the regions does, holes included.</summary>
    public bool CountsTouchedPageTables { get; init; }

    /// <summary>How <c>vm_remap</c> puts things back after an error.</summary>
    public RemapUndo RemapUndo { get; init; }

    /// <summary>In 4.10 a context's region list stays a valid empty list when it ends. In 3.10 its head is cleared.</summary>
    public bool KeepsHeadAtFinal { get; init; }

    /// <summary>In 4.10 regions of the loader count as private memory of the TA.</summary>
    public bool LdelfIsPrivate { get; init; }

    /// <summary>
    /// In 4.10 the question whether a buffer intersects private memory looks at the flags. From 3.7 to 4.9 it looks at the
    /// attributes, so that it is never true.
    /// </summary>
    public bool IntersectTestsFlags { get; init; }

    /// <summary>In 4.10 a TA may access any buffer of 0 bytes.</summary>
    public bool EmptyBufferIsAccessible { get; init; }

    /// <summary>
    /// In 4.10 the search for a physical address goes through a region by the granule of its object. In 3.10 it
    /// looks at the region as a whole.
    /// </summary>
    public bool PaSearchGoesByGranule { get; init; }

    /// <summary>
    /// From 3.13 the last <c>mobj_dec_map</c> of registered shared memory unmaps it. From 3.6 to 3.12 it tests its counter the wrong way
    /// round and keeps the mapping, and the next <c>mobj_inc_map</c> forgets it.
    /// </summary>
    public bool LastDecMapUnmaps { get; init; }

    /// <summary>
    /// In 4.10 a <c>mobj_with_fobj</c> ends with a memory type: 28 bytes on ILP32 and 56 on LP64. In 3.10 it has 24 and 48.
    /// </summary>
    public bool FobjMobjHasMemType { get; init; }
}

/// <summary>How <c>vm_remap</c> restores the range after an error.</summary>
public enum RemapUndo
{
    /// <summary>Up to 3.17: the region that was placed last stays where it is.</summary>
    SkipsLastPlaced,

    /// <summary>
    /// From 3.18.0 to 4.10.0: all that were placed are taken back. If none was, the private list of what was taken out is walked as if it
    /// were the context's, which leaves the context's list with a wrong end.
    /// </summary>
    WalksPrivateList,
}
