using System.Runtime.CompilerServices;
using TeeSim.Core.Words;

namespace TeeSim.Bget.Structs;

/// <summary>
/// The heap's static data up to the statistics (<c>struct malloc_ctx</c> of <c>bget_malloc.c</c>, with <c>struct bpoolset</c> and
/// <c>CFG_WITH_STATS</c>): the same in all releases. The address of this struct is also the address of the free list's head.
/// <see cref="MallocCtxLayout"/> says what follows.
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
}

/// <summary>One element of the pool array (<c>struct malloc_pool</c>).</summary>
internal struct MallocPool<TWord> where TWord : unmanaged, IWord<TWord>
{
    /// <summary>First address.</summary>
    public TWord Buf;

    /// <summary>Bytes.</summary>
    public TWord Len;
}

/// <summary>
/// The counters of the statistics as they lie in memory, behind the pool's name and, from 4.6, the sum of squares.
/// Counts are bytes of whole blocks.
/// </summary>
internal struct MallocCounters
{
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

/// <summary>
/// Where the parts of <c>struct malloc_ctx</c> lie, as offsets in bytes: behind <see cref="MallocCtx{TWord}"/> come the statistics
/// (<c>struct malloc_stats</c> of 56 bytes; from 4.6 <c>struct pta_stats_alloc</c> of 64, aligned to 8) and the spin lock, a word of 32
/// bits that is free whenever a call is over.
/// </summary>
/// <param name="Free2Sum">The sum of squares; 0 when the release has none.</param>
/// <param name="Counters">The <see cref="MallocCounters"/>.</param>
/// <param name="Size">Bytes of the whole variable.</param>
internal readonly record struct MallocCtxLayout(int Free2Sum, int Counters, int Size)
{
    // Name of the pool, filled in by the statistics PTA.
    private const int DescLength = 32;

    public static MallocCtxLayout Of<TWord>(bool free2Sum) where TWord : unmanaged, IWord<TWord>
    {
        int alignment = free2Sum ? sizeof(ulong) : TWord.Size;
        int behindDesc = Up(Unsafe.SizeOf<MallocCtx<TWord>>(), free2Sum ? sizeof(ulong) : sizeof(uint)) + DescLength;
        int counters = behindDesc + (free2Sum ? sizeof(ulong) : 0);
        int lockWord = counters + Unsafe.SizeOf<MallocCounters>();
        return new(free2Sum ? behindDesc : 0, counters, Up(lockWord + sizeof(uint), alignment));
    }

    private static int Up(int value, int alignment) => (int)Align.Up((ulong)value, (ulong)alignment);
}
