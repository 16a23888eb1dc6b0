using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Bget;

/// <summary>
/// The core's heap: <c>malloc</c> and its relatives of <c>bget_malloc.c</c> (3.6.0 to 4.10.0) over simulated memory. Addresses are
/// simulated, 0 is NULL; sizes are bytes. A failed assertion of the C code is a <see cref="Core.Panics.CorePanicException"/>.
/// </summary>
public abstract class Heap
{
    /// <summary>Creates a heap without pools.</summary>
    /// <param name="memory">Where the <c>malloc_ctx</c> variable and the pools lie.</param>
    /// <param name="profile">The target: word size, search, debug headers, call site of the pool array.</param>
    /// <param name="context">Address of the <c>malloc_ctx</c> variable, <see cref="ContextSize"/> zeroed bytes, a multiple of 8.</param>
    /// <param name="poolArraySite">The call site recorded for the pool array.</param>
    /// <param name="events">Is told of every buffer given out and released.</param>
    /// <param name="log">Gets <c>print_oom</c>'s and <c>mdbg_check</c>'s lines.</param>
    public static Heap Create(
        SimulatedMemory memory, TargetProfile profile, ulong context, CallSite poolArraySite, EventStream events,
        TraceLog log) => profile.Abi switch
        {
            Abi.Ilp32 => new Malloc.MallocContext<Word32>(memory, profile, context, poolArraySite, events, log),
            _ => new Malloc.MallocContext<Word64>(memory, profile, context, poolArraySite, events, log),
        };

    /// <summary>Bytes of the <c>malloc_ctx</c> variable.</summary>
    /// <param name="abi">The target's words.</param>
    /// <param name="options">The release's rules; null: those before 4.6, whose statistics are smaller.</param>
    public static int ContextSize(Abi abi, HeapOptions? options = null)
    {
        bool free2Sum = options is { Free2Sum: true };
        return (abi == Abi.Ilp32 ? Structs.MallocCtxLayout.Of<Word32>(free2Sum) : Structs.MallocCtxLayout.Of<Word64>(free2Sum)).Size;
    }

    /// <summary>Address of the <c>malloc_ctx</c> variable; also of the free list's head.</summary>
    public abstract ulong Context { get; }

    /// <summary>
    /// Which allocation from now on fails as if the heap were full: 1 is the next. Counts the requests of <see cref="Malloc"/>,
    /// <see cref="Calloc"/>, <see cref="Memalign"/> and <see cref="Realloc"/>, also those that fail by themselves, and is how many are
    /// left; 0, the value from the start and as soon as it has struck, is off. It belongs to whoever watches the heap and not to
    /// the state: no snapshot holds it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int FailAllocation
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Adds memory to the heap (<c>malloc_add_pool</c>). The array of pools lies in the heap and moves.</summary>
    /// <returns>False when the range is too small and was skipped.</returns>
    public abstract bool MallocAddPool(ulong address, ulong length);

    /// <summary>Allocates (<c>malloc</c>); the bytes are what they were. 0 bytes give a buffer, too.</summary>
    /// <returns>The payload's address, or 0 when there is no room.</returns>
    public abstract ulong Malloc(ulong size, CallSite site);

    /// <summary>Allocates zeroed memory (<c>calloc</c>).</summary>
    public abstract ulong Calloc(ulong count, ulong size, CallSite site);

    /// <summary>Allocates memory at an aligned address (<c>memalign</c>, from 3.12 on); the bytes are what they were.</summary>
    /// <param name="alignment">
    /// What the payload's address shall be a multiple of. 0 and anything that is no power of two give 0 and count as no failure; the
    /// highest bit alone fails, and counts.
    /// </param>
    /// <param name="size">Payload bytes.</param>
    /// <param name="site">The caller.</param>
    /// <returns>The payload's address, or 0 when there is no room.</returns>
    /// <exception cref="NotSupportedException">The release has no such function.</exception>
    public abstract ulong Memalign(ulong alignment, ulong size, CallSite site);

    /// <summary>Moves a buffer to a block of the new size (<c>realloc</c>); a size of 0 does not free.</summary>
    /// <param name="payload">The old buffer, or 0: then like <see cref="Malloc"/>.</param>
    /// <param name="size">New payload bytes.</param>
    /// <param name="site">The caller.</param>
    /// <returns>The new payload's address, or 0; then the old buffer stays.</returns>
    public abstract ulong Realloc(ulong payload, ulong size, CallSite site);

    /// <summary>Releases a buffer (<c>free</c>); 0 is allowed.</summary>
    public abstract void Free(ulong payload);

    /// <summary>
    /// Releases a buffer and fills it with 0x55 (<c>free_wipe</c>): up to 3.19 the whole free block that it becomes a part of, from 3.20
    /// only what was not free before.
    /// </summary>
    public abstract void FreeWipe(ulong payload);

    /// <summary>
    /// Checks all debug headers and footers and returns the allocated buffers: pools in the order of their adding, ascending addresses
    /// (<c>mdbg_check</c>). Needs debug headers; without them OP-TEE's function is empty, and so is the list.
    /// </summary>
    public IReadOnlyList<MdbgEntry> MdbgCheck()
    {
        var entries = new List<MdbgEntry>();
        MdbgForEach(entries.Add);
        return entries;
    }

    /// <summary>The same as <see cref="MdbgCheck"/> for who needs no list.</summary>
    /// <param name="visit">Is given one buffer after the other.</param>
    public abstract void MdbgForEach(Action<MdbgEntry> visit);

    /// <summary>
    /// A step from block to block, for who looks at a part of a pool in very many states. Nothing else is asserted about the block.
    /// </summary>
    /// <param name="pool">The pool.</param>
    /// <param name="block">A block in it, by its header: in front of the end mark.</param>
    /// <param name="isAllocated">Whether it is allocated; then its payload lies <see cref="HeaderSize"/> bytes behind the header.</param>
    /// <returns>Where the next block begins; behind the last one, the pool's end mark.</returns>
    /// <exception cref="Core.Panics.CorePanicException">
    /// The header's size is one that no block has, or leads over the pool's end mark.
    /// </exception>
    public abstract ulong NextBlock(AddressRange pool, ulong block, out bool isAllocated);

    /// <summary>
    /// What the headers of an allocated buffer say. Without debug headers the size is what is usable, and no caller is known.
    /// </summary>
    public abstract MdbgEntry Describe(ulong payload);

    /// <summary>Bytes in front of a payload that belong to its block.</summary>
    public abstract ulong HeaderSize { get; }

    /// <summary>Prints what <see cref="MdbgCheck"/> finds, a line each at level info (<c>mdbg_check(1)</c>).</summary>
    public abstract void PrintMdbgCheck();

    /// <summary>
    /// Whether one allocated payload contains all of [address, address + length) (<c>malloc_buffer_is_within_alloced</c>).
    /// </summary>
    public abstract bool BufferIsWithinAlloced(ulong address, ulong length);

    /// <summary>
    /// <c>malloc_buffer_overlaps_heap</c>. Up to 3.19 true whenever there is a pool, because its two comparisons are joined by "or". From
    /// 3.20 true when the buffer starts or ends inside a pool: one that encloses a pool, or ends exactly at its end, is missed.
    /// </summary>
    public abstract bool BufferOverlapsHeap(ulong address, ulong length);

    /// <summary>The statistics (<c>malloc_get_stats</c>), <c>allocated</c> filled in.</summary>
    public abstract MallocStats Stats { get; }

    /// <summary>Clears the maximum and what is known of failures (<c>malloc_reset_stats</c>).</summary>
    public abstract void ResetStats();

    /// <summary>The allocator's own counters (<c>bstats</c>).</summary>
    public abstract BgetStats Bstats { get; }

    /// <summary>The free list from its head's forward link: address of the header, and bytes of the block.</summary>
    public abstract IEnumerable<FreeBlock> FreeList { get; }

    /// <summary>All blocks of all pools, in the order of <see cref="MdbgCheck"/>, free ones included. Walks only sound memory.</summary>
    public abstract IEnumerable<HeapBlock> Blocks { get; }

    /// <summary>The pools that were accepted, in the order of their adding: first address and bytes after rounding.</summary>
    public abstract IEnumerable<AddressRange> Pools { get; }

    /// <summary>The largest payload that <see cref="Malloc"/> would give out now; -1 when not even 0 bytes could be had.</summary>
    public abstract long LargestAllocatable { get; }

    /// <summary>Bytes of the block that a payload would need, with headers and rounding; -1 when no block could be as large.</summary>
    public abstract long BlockSizeOf(ulong payload);

    /// <summary>
    /// Checks every equation of the heap: what <c>bpoolv</c> checks, and that blocks fill the pools, that free neighbours are merged, that
    /// the free list holds exactly the free blocks, and that the counters add up.
    /// </summary>
    /// <returns>A sentence for each equation that does not hold; empty when the heap is sound.</returns>
    public abstract IReadOnlyList<string> Validate();
}
