using TeeSim.Core.Words;

namespace TeeSim.Mmu.PagePools;

/// <summary>
/// A pool (<c>tee_mm_pool_t</c> with <c>CFG_WITH_STATS</c>): 28 bytes on ILP32, 40 there with 64-bit physical addresses, 48 on LP64.
/// Equations: Lo and the end are multiples of 1 &lt;&lt; Shift; the list behind Entry is sorted by offset
/// (HiAlloc: downwards) and disjoint.
/// </summary>
internal struct TeeMmPool<TWord, TPaddr>
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    /// <summary>The list's head; 0 while the pool is not initialised.</summary>
    public TWord Entry;

    public TPaddr Lo;

    /// <summary>The first address behind the pool; in 4.10 its size in bytes.</summary>
    public TPaddr HiOrSize;

    public uint Flags;

    /// <summary>A unit has 1 &lt;&lt; Shift bytes.</summary>
    public byte Shift;

    /// <summary>The spin lock; one caller at a time never finds it taken.</summary>
    public uint Lock;

    /// <summary>The most bytes that were allocated at once.</summary>
    public TWord MaxAllocated;
}

/// <summary>An allocation or a list's head (<c>tee_mm_entry_t</c>): 16 bytes on ILP32, 24 on LP64.</summary>
internal struct TeeMmEntry<TWord> where TWord : unmanaged, IWord<TWord>
{
    public TWord Pool;
    public TWord Next;

    /// <summary>First unit, counted from the pool's start.</summary>
    public uint Offset;

    /// <summary>Units.</summary>
    public uint Size;

    /// <summary>The first unit behind it, in 32 bits as C adds it.</summary>
    public readonly uint End => unchecked(Offset + Size);
}
