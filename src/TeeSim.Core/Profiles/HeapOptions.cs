namespace TeeSim.Core.Profiles;

/// <summary>
/// How the core heap is built (<c>bget.c</c>, <c>bget_malloc.c</c>), and which of its rules a release has. The defaults are those of 3.6.0
/// to 3.11.0; <see cref="HeapRelease"/> has those of every release.
/// </summary>
/// <param name="BestFit">Best fit (<c>CFG_CORE_BGET_BESTFIT</c>) instead of first fit.</param>
/// <param name="Mdbg">Debug headers and footers around each buffer (<c>CFG_TEE_CORE_MALLOC_DEBUG</c>).</param>
public sealed record HeapOptions(bool BestFit = false, bool Mdbg = true)
{
    /// <summary>
    /// From 3.12: <c>memalign</c> exists, and a free block is used only if it fits exactly or if what remains in front is a block of its
    /// own. Before, a block that is a little too large is given out whole.
    /// </summary>
    public bool AlignedPlacement { get; init; }

    /// <summary>From 3.15: an empty range is skipped instead of a panic, and so is a first pool of less than 1024 bytes.</summary>
    public bool SkipsUnusablePools { get; init; }

    /// <summary>
    /// From 3.20: <c>free_wipe</c> fills what was released and the headers that lose their meaning. Before, the whole merged block.
    /// </summary>
    public bool NarrowWipe { get; init; }

    /// <summary>
    /// From 3.20: <c>malloc_buffer_overlaps_heap</c> compares with the pools. Before, it is true as soon as there is one.
    /// </summary>
    public bool OverlapComparesPools { get; init; }

    /// <summary>
    /// From 4.6: on LP64 the debug header has its padding in front of the size, so that the magic is next to the
    /// payload. ILP32 has no padding there.
    /// </summary>
    public bool MdbgMagicLast { get; init; }

    /// <summary>
    /// From 4.6: the statistics have the sum of the squares of all free blocks' sizes (<c>free2_sum</c>), and each change of it is
    /// checked against the free list.
    /// </summary>
    public bool Free2Sum { get; init; }

    /// <summary>In 4.10: <c>free</c> asks for the buffer's size first, and that panics when the block is free.</summary>
    public bool FreeAsksForSize { get; init; }
}
