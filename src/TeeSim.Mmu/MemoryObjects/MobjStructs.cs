using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>What every memory object starts with (<c>struct mobj</c> 3.8 to 4.10): 16 bytes on ILP32, 32 on LP64. Equation: Refc is the number of holders.</summary>
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

/// <summary>Physically contiguous memory (<c>struct mobj_phys</c> 3.8 to 4.10): 32 bytes on ILP32, 40 there with 64-bit physical addresses, 56 on LP64.</summary>
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
