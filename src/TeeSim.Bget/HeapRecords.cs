namespace TeeSim.Bget;

/// <summary>
/// The heap's statistics (<c>struct malloc_stats</c>, from 4.6 <c>struct pta_stats_alloc</c>). Bytes are those of whole
/// blocks, headers and slack included.
/// </summary>
/// <param name="Allocated">Bytes allocated now, the pool array included.</param>
/// <param name="MaxAllocated">The most bytes at the end of any call since the last reset.</param>
/// <param name="Size">Bytes of all pools.</param>
/// <param name="NumAllocFail">Requests that failed.</param>
/// <param name="BiggestAllocFail">The largest of them, in payload bytes.</param>
/// <param name="BiggestAllocFailUsed">Bytes allocated at that moment.</param>
/// <param name="Free2Sum">From 4.6: the sum of the squares of all free blocks' sizes, modulo 2^64; before, null.</param>
public readonly record struct MallocStats(
    uint Allocated, uint MaxAllocated, uint Size, uint NumAllocFail, uint BiggestAllocFail, uint BiggestAllocFailUsed,
    ulong? Free2Sum = null);

/// <summary>The counters of the allocator itself (<c>bstats</c>, <c>bget.c</c> 3.10.0).</summary>
/// <param name="CurrentlyAllocated">Bytes in allocated blocks.</param>
/// <param name="TotalFree">Bytes in free blocks.</param>
/// <param name="LargestFree">Bytes of the largest free block; -1 when there is none.</param>
/// <param name="NumGet">Blocks given out so far.</param>
/// <param name="NumRel">Releases so far.</param>
public readonly record struct BgetStats(long CurrentlyAllocated, long TotalFree, long LargestFree, long NumGet, long NumRel);

/// <summary>An allocated buffer as <c>mdbg_check</c> lists it.</summary>
/// <param name="Payload">The address that the caller got.</param>
/// <param name="Size">Requested bytes.</param>
/// <param name="File">Simulated address of the caller's file name.</param>
/// <param name="Line">The caller's line, modulo 65536.</param>
public readonly record struct MdbgEntry(ulong Payload, uint Size, ulong File, int Line);

/// <summary>A free block.</summary>
/// <param name="Address">Its header.</param>
/// <param name="Size">Its bytes, header included.</param>
public readonly record struct FreeBlock(ulong Address, long Size);

/// <summary>A block of the heap.</summary>
/// <param name="Address">Its header.</param>
/// <param name="Size">Its bytes, header included.</param>
/// <param name="IsFree">Whether it is free.</param>
/// <param name="Payload">Where an allocated block's payload starts, behind all headers.</param>
/// <param name="PayloadSize">Requested bytes with debug headers; without them all that is usable.</param>
public readonly record struct HeapBlock(ulong Address, long Size, bool IsFree, ulong Payload, ulong PayloadSize);
