using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>
/// What every memory object starts with (<c>struct mobj</c> 3.8 to 4.10): 16 bytes on ILP32, 32 on LP64. Equation:
/// Refc is the number of holders.
/// </summary>
internal struct Mobj<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Address of the table of functions that this kind of object has.</summary>
    public TWord Ops;

    /// <summary>Bytes.</summary>
    public TWord Size;

    /// <summary>Bytes that are physically contiguous; 0 for all of it.</summary>
    public TWord PhysGranule;

    /// <summary>References held.</summary>
    public uint Refc;
}

/// <summary>
/// Physically contiguous memory (<c>struct mobj_phys</c> 3.8 to 4.10): 32 bytes on ILP32, 40 there with 64-bit
/// physical addresses, 56 on LP64.
/// </summary>
internal struct MobjPhys<TWord, TPaddr>
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    public Mobj<TWord> Mobj;

    /// <summary>A <see cref="BufferAttribute"/>, as the release numbers it.</summary>
    public uint Battr;

    /// <summary>Cache attributes, in 4.10 the memory type: 0 non-cached, 1 cached.</summary>
    public uint Cattr;

    /// <summary>Where the core sees it; 0 for nowhere.</summary>
    public TWord Va;

    public TPaddr Pa;
}

/// <summary>Shared memory of the area reserved at boot (<c>struct mobj_shm</c> 3.8 to 4.10): 32 bytes on ILP32, 48 on LP64.</summary>
internal struct MobjShm<TWord, TPaddr>
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    public Mobj<TWord> Mobj;

    public TPaddr Pa;

    /// <summary>The normal world's name for it.</summary>
    public ulong Cookie;
}

/// <summary>
/// A part of another object, taken from a page pool (<c>struct mobj_mm</c> 3.10.0): 24 bytes on ILP32, 48 on LP64.
/// Pointers to it point to its Mobj.
/// </summary>
internal struct MobjMm<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The entry of the pool.</summary>
    public TWord Mm;

    /// <summary>The object that the pool's range belongs to; no reference is held of it.</summary>
    public TWord ParentMobj;

    public Mobj<TWord> Mobj;
}

/// <summary>
/// Pages of a file object (<c>struct mobj_with_fobj</c> 3.8 to 3.12): 24 bytes on ILP32, 48 on LP64; 4.10 adds a memory type behind.
/// Pointers to it point to its Mobj. Equation: one reference of Fobj and, unless it is 0, of File is held.
/// </summary>
internal struct MobjWithFobj<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Fobj;

    /// <summary>The file whose slices share the pages, or 0.</summary>
    public TWord File;

    public Mobj<TWord> Mobj;
}

/// <summary>
/// Shared memory that the normal world has registered (<c>struct mobj_reg_shm</c> 3.9 to 4.10), in front of its pages, one physical address
/// each: 48 bytes on ILP32, 56 there with 64-bit physical addresses, 72 on LP64. Equations: Mapcount is 0 or Mm is not;
/// Size = pages * 4096 - PageOffset.
/// </summary>
internal struct MobjRegShm<TWord, TPaddr>
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    public Mobj<TWord> Mobj;

    /// <summary>The next one in the list of all.</summary>
    public TWord Next;

    /// <summary>The normal world's name for it.</summary>
    public ulong Cookie;

    /// <summary>The entry of the virtual range where the core sees it, or 0.</summary>
    public TWord Mm;

    /// <summary>Where in the first page the memory starts.</summary>
    public TPaddr PageOffset;

    /// <summary>How often it is mapped.</summary>
    public uint Mapcount;

    /// <summary>Not releasable by its cookie.</summary>
    public byte Guarded;

    /// <summary>A release by cookie waits for the last reference.</summary>
    public byte Releasing;

    /// <summary>The last reference is gone, and who waits frees it.</summary>
    public byte ReleaseFrees;
}
