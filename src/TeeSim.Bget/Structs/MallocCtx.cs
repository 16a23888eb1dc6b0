using System.Runtime.CompilerServices;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Structs;

/// <summary>
/// The heap's static data (<c>struct malloc_ctx</c> of <c>bget_malloc.c</c> 3.10.0, with <c>struct bpoolset</c> and <c>CFG_WITH_STATS</c>). The address of this struct
/// is also the address of the free list's head.
/// </summary>
internal struct MallocCtx<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>Head of the circular list of free blocks.</summary>
    public BFHead<TWord> FreeList;

    /// <summary>Bytes in all allocated blocks, headers included.</summary>
    public TWord TotAlloc;

    /// <summary>Calls of bget that gave out a block.</summary>
    public TWord NumGet;

    /// <summary>Calls of brel.</summary>
    public TWord NumRel;

    /// <summary>Address of the array of accepted pools; it lies in the heap itself.</summary>
    public TWord Pool;

    /// <summary>Number of accepted pools.</summary>
    public TWord PoolLen;

    /// <summary>Statistics; <c>allocated</c> is filled in when they are read.</summary>
    public MallocStatsWords Stats;

    /// <summary>The spin lock; free whenever a call is over.</summary>
    public uint SpinLock;
}

/// <summary>One element of the pool array (<c>struct malloc_pool</c>).</summary>
internal struct MallocPool<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>First address.</summary>
    public TWord Buf;

    /// <summary>Bytes.</summary>
    public TWord Len;
}

/// <summary>The statistics as they lie in memory (<c>struct malloc_stats</c>, 56 bytes in 3.10.0). Counts are bytes of whole blocks.</summary>
internal struct MallocStatsWords
{
    /// <summary>Name of the pool, filled in by the statistics PTA.</summary>
    public StatsDesc Desc;

    /// <summary>Bytes allocated at the moment of reading.</summary>
    public uint Allocated;

    /// <summary>The most bytes that were ever allocated at the end of a call.</summary>
    public uint MaxAllocated;

    /// <summary>Bytes of all accepted pools.</summary>
    public uint Size;

    /// <summary>How many requests failed.</summary>
    public uint NumAllocFail;

    /// <summary>The largest request that failed, in payload bytes.</summary>
    public uint BiggestAllocFail;

    /// <summary>Bytes allocated when it failed.</summary>
    public uint BiggestAllocFailUsed;
}

/// <summary>Thirty-two characters.</summary>
[InlineArray(32)]
internal struct StatsDesc
{
    private byte _first;
}
