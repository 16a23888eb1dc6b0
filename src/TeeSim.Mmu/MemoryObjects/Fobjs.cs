using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// Objects of pages of TA RAM (<c>core/mm/fobj.c</c> 3.10.0, build without pager). An object is the simulated address of its
/// <c>struct fobj</c>, which lies inside an allocation; 0 is NULL. The pages' contents are not modelled.
/// </summary>
public abstract class Fobjs
{
    /// <summary>Creates the functions for a target.</summary>
    /// <param name="environment">What they work on.</param>
    public static Fobjs Create(FobjEnvironment environment) => environment.Profile.Abi switch
    {
        Abi.Ilp32 => new Fobjs<Word32>(environment),
        _ => new Fobjs<Word64>(environment),
    };

    /// <summary>
    /// Pages of TA RAM, contiguous and zeroed (<c>fobj_sec_mem_alloc</c>, <c>fobj_ta_mem_alloc</c>); the reference is the caller's.
    /// </summary>
    /// <param name="numPages">How many; 0 is accepted.</param>
    /// <returns>
    /// The object, or 0 without room on the heap, without a gap in the pool, or when its bytes are more than a word can count.
    /// </returns>
    public abstract ulong FobjSecMemAlloc(uint numPages);

    /// <summary>
    /// Takes a reference (<c>fobj_get</c>) and returns the object; NULL stays NULL. An object without references is a panic.
    /// </summary>
    public abstract ulong FobjGet(ulong fobj);

    /// <summary>Drops a reference (<c>fobj_put</c>); the last one frees the pages, then the object. NULL is allowed.</summary>
    public abstract void FobjPut(ulong fobj);

    /// <summary>References held of an object.</summary>
    public abstract uint Refc(ulong fobj);

    /// <summary>How many pages an object has.</summary>
    public abstract uint NumPages(ulong fobj);

    /// <summary>The physical address of a page; the page's number is not checked.</summary>
    public abstract ulong GetPa(ulong fobj, uint page);

    /// <summary>The entry in the page pool that an object's pages are.</summary>
    public abstract ulong GetEntry(ulong fobj);
}

/// <summary>What <see cref="Fobjs"/> works on.</summary>
public sealed record FobjEnvironment
{
    /// <summary>The simulated memory.</summary>
    public required SimulatedMemory Memory { get; init; }

    /// <summary>Where objects are allocated.</summary>
    public required Heap Heap { get; init; }

    /// <summary>The target.</summary>
    public required TargetProfile Profile { get; init; }

    /// <summary>Page pools.</summary>
    public required TeeMm PagePools { get; init; }

    /// <summary>Address of the pool that pages come from: <c>tee_mm_sec_ddr</c>.</summary>
    public required ulong Pool { get; init; }

    /// <summary>The static mappings: the pages must be in that of the TA RAM.</summary>
    public required CoreMap Map { get; init; }

    /// <summary>Call site of <c>fobj_sec_mem_alloc</c>.</summary>
    public required CallSite Site { get; init; }

    /// <summary>Address of <c>ops_sec_mem</c>.</summary>
    public required ulong Ops { get; init; }
}
