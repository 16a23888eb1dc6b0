using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// Memory objects (<c>core/arch/arm/mm/mobj.c</c> 3.10.0, <c>core/mm/mobj.c</c> 4.10.0). An object is the simulated address of its struct
/// on the heap; 0 is NULL. Sizes and offsets are bytes.
/// </summary>
public abstract partial class Mobjs
{
    /// <summary>
    /// Creates the functions for a target without page pools: only physical objects and those of the reserved
    /// shared memory can be allocated.
    /// </summary>
    /// <param name="memory">Where objects lie.</param>
    /// <param name="heap">Where they are allocated.</param>
    /// <param name="profile">The target.</param>
    /// <param name="sites">The call sites of the two kinds' allocations.</param>
    /// <param name="map">The static mappings.</param>
    /// <param name="log">Gets debug lines.</param>
    public static Mobjs Create(SimulatedMemory memory, Heap heap, TargetProfile profile, MobjSites sites, CoreMap map, TraceLog log) =>
        Create(new MobjEnvironment { Memory = memory, Heap = heap, Profile = profile, Sites = sites, Map = map, Log = log });

    /// <summary>Creates the functions for a target.</summary>
    /// <param name="environment">What they work on.</param>
    public static Mobjs Create(MobjEnvironment environment) => (environment.Profile.Abi, environment.Profile.PhysicalAddressBits) switch
    {
        (Abi.Ilp32, 32) => new Mobjs<Word32, Word32>(environment),
        (Abi.Ilp32, _) => new Mobjs<Word32, Word64>(environment),
        _ => new Mobjs<Word64, Word64>(environment),
    };

    /// <summary>An object for physically contiguous memory (<c>mobj_phys_alloc</c>); its reference is the caller's.</summary>
    /// <param name="pa">
    /// Physical address, a multiple of a page. In 4.10, 0 stands for the only mapping of that kind, if that has
    /// <paramref name="size"/> bytes.
    /// </param>
    /// <param name="size">Bytes, a multiple of a page; 0 is accepted, in 4.10 for SDP memory only.</param>
    /// <param name="cattr">Cache attributes, in 4.10 the memory type: 0 non-cached, 1 cached.</param>
    /// <param name="battr">
    /// In 3.10 TEE RAM, TA RAM, reserved shared memory or SDP memory, in 4.10 one of the last two; only SDP memory may be outside of all
    /// static mappings. In 3.10 only the first address is looked up, in 4.10 the whole range.
    /// </param>
    /// <returns>The object, or 0.</returns>
    public abstract ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr);

    /// <summary>
    /// What stands behind <see cref="MobjPhysAlloc"/> (<c>mobj_phys_init</c> 4.10.0) and takes TEE RAM as well: boot makes the object of
    /// the core's own RAM with it. In 3.10 the two are one.
    /// </summary>
    /// <inheritdoc cref="MobjPhysAlloc"/>
    public abstract ulong MobjPhysInit(ulong pa, ulong size, uint cattr, BufferAttribute battr);

    /// <summary>An object for a part of the reserved shared memory (<c>mobj_shm_alloc</c>); 0 unless all of it lies there.</summary>
    public abstract ulong MobjShmAlloc(ulong pa, ulong size, ulong cookie);

    /// <summary>
    /// Takes a reference (<c>mobj_get</c>) and returns the object; NULL stays NULL. An object without references is a panic.
    /// </summary>
    public abstract ulong MobjGet(ulong mobj);

    /// <summary>Drops a reference (<c>mobj_put</c>), the last one frees the object; NULL is allowed.</summary>
    public abstract void MobjPut(ulong mobj);

    /// <summary>References held of an object.</summary>
    public abstract uint Refc(ulong mobj);

    /// <summary>Bytes of an object.</summary>
    public abstract ulong Size(ulong mobj);

    /// <summary>Granule in bytes in which the object is physically contiguous; 0 for all of it.</summary>
    public abstract ulong PhysGranule(ulong mobj);

    /// <summary>
    /// Cache attributes (<c>mobj_get_cattr</c>, in 4.10 <c>mobj_get_mem_type</c>). NULL, and in 3.10 shared memory, give
    /// <see cref="TeeResult.GENERIC"/>.
    /// </summary>
    public abstract TeeResult GetCattr(ulong mobj, out uint cattr);

    /// <summary>Whether the memory is secure (<c>mobj_is_secure</c>).</summary>
    public abstract bool IsSecure(ulong mobj);

    /// <summary>
    /// The physical address at an offset (<c>mobj_get_pa</c>), which is not checked against the size for physical objects.
    /// </summary>
    /// <param name="mobj">The object.</param>
    /// <param name="offset">Bytes from its start.</param>
    /// <param name="granule">0, or a page or a page directory's range in bytes: then the address is rounded down to it.</param>
    /// <param name="pa">The address, or 0.</param>
    /// <returns><see cref="TeeResult.GENERIC"/> for NULL, another granule, or an offset outside of shared memory.</returns>
    public abstract TeeResult GetPa(ulong mobj, ulong offset, ulong granule, out ulong pa);

    /// <summary>
    /// Where in its first granule (bytes, a power of two) the object starts (<c>mobj_get_phys_offs</c>): 0 for NULL
    /// and for all but shared memory.
    /// </summary>
    public abstract ulong GetPhysOffs(ulong mobj, ulong granule);
}

/// <summary>Where memory objects are allocated, and the addresses of their function tables.</summary>
/// <param name="Phys">Call site of <c>mobj_phys_alloc</c>.</param>
/// <param name="Shm">Call site of <c>mobj_shm_alloc</c>.</param>
/// <param name="PhysOps">Address of <c>mobj_phys_ops</c>.</param>
/// <param name="ShmOps">Address of <c>mobj_shm_ops</c>.</param>
/// <param name="PgdirSize">Bytes that one page table covers.</param>
public sealed record MobjSites(CallSite Phys, CallSite Shm, ulong PhysOps, ulong ShmOps, ulong PgdirSize)
{
    /// <summary>Call site of <c>mobj_mm_alloc</c>.</summary>
    public CallSite Mm { get; init; }

    /// <summary>Call site of <c>mobj_with_fobj_alloc</c>.</summary>
    public CallSite WithFobj { get; init; }

    /// <summary>Call site of <c>mobj_reg_shm_alloc</c>.</summary>
    public CallSite RegShm { get; init; }

    /// <summary>Address of <c>mobj_mm_ops</c>; like the next two 0 where there are no such objects.</summary>
    public ulong MmOps { get; init; }

    /// <summary>Address of <c>mobj_with_fobj_ops</c>.</summary>
    public ulong WithFobjOps { get; init; }

    /// <summary>Address of <c>mobj_reg_shm_ops</c>.</summary>
    public ulong RegShmOps { get; init; }
}
