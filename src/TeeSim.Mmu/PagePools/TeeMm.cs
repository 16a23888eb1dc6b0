using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.PagePools;

/// <summary>
/// Page pools: ranges of physical, virtual or flash addresses from which units of 2^shift bytes are allocated (<c>tee_mm.c</c> 3.10.0 and
/// 4.10.0). The memory itself is never touched. A pool is the simulated address of its <c>tee_mm_pool_t</c> variable, an entry that of its
/// <c>tee_mm_entry_t</c> on the heap; 0 is NULL. Sizes are bytes.
/// </summary>
public abstract class TeeMm
{
    /// <summary>Creates the functions for a target.</summary>
    /// <param name="memory">Where pools and entries lie.</param>
    /// <param name="heap">Where entries are allocated.</param>
    /// <param name="profile">The target.</param>
    /// <param name="sites">The call sites of the entries.</param>
    /// <param name="events">Is told of allocations that find no gap: OP-TEE itself is silent about them.</param>
    public static TeeMm Create(SimulatedMemory memory, Heap heap, TargetProfile profile, TeeMmSites sites, EventStream events) =>
        (profile.Abi, profile.PhysicalAddressBits) switch
        {
            (Abi.Ilp32, 32) => new TeeMm<Word32, Word32>(memory, heap, profile.PagePools, sites, events),
            (Abi.Ilp32, _) => new TeeMm<Word32, Word64>(memory, heap, profile.PagePools, sites, events),
            _ => new TeeMm<Word64, Word64>(memory, heap, profile.PagePools, sites, events),
        };

    /// <summary>Bytes of a <c>tee_mm_pool_t</c> variable; a fresh one is zero.</summary>
    public static int PoolSize(TargetProfile profile) => (profile.Abi, profile.PhysicalAddressBits) switch
    {
        (Abi.Ilp32, 32) => Unsafe.SizeOf<TeeMmPool<Word32, Word32>>(),
        (Abi.Ilp32, _) => Unsafe.SizeOf<TeeMmPool<Word32, Word64>>(),
        _ => Unsafe.SizeOf<TeeMmPool<Word64, Word64>>(),
    };

    /// <summary>
    /// Makes a pool of [lo, lo + size), cut to whole units at both ends (<c>tee_mm_init</c>). Its head is an allocation on the heap.
    /// </summary>
    /// <param name="pool">The variable, or 0.</param>
    /// <param name="lo">First address.</param>
    /// <param name="size">
    /// Bytes. 3.10 takes the end instead: it is <paramref name="lo"/> + size in the width of a physical address, so that every
    /// pair of ends can be asked for.
    /// </param>
    /// <param name="shift">A unit has 1 &lt;&lt; shift bytes; 0 to 31.</param>
    /// <param name="flags">How the pool is used.</param>
    /// <returns>
    /// False for NULL, or when the heap has no room for the head: then the pool's fields are written but it counts as not initialised.
    /// </returns>
    /// <exception cref="Core.Panics.CorePanicException">
    /// It would have 2^32 - 1 units or more; also any range that ends below its start when addresses have 64 bits.
    /// </exception>
    public abstract bool Init(ulong pool, ulong lo, ulong size, int shift, TeeMmFlags flags);

    /// <summary>Allocates the first gap that is large enough, from the side that the pool's flags say (<c>tee_mm_alloc</c>).</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="size">Bytes, rounded up to units; 0 gives an entry of no units at the side where the search starts.</param>
    /// <returns>
    /// The entry, or 0: without a pool; when the heap has no room for the entry, which is asked for first, so that even an exhausted pool
    /// costs a malloc and a free; or when no gap is large enough (<see cref="TeeEventKind.PagePoolExhausted"/>).
    /// </returns>
    /// <exception cref="Core.Panics.CorePanicException">The search from below reached the end of a pool without size.</exception>
    public ulong Alloc(ulong pool, ulong size) => Alloc(pool, size, TeeMmAllocFlags.None);

    /// <summary>
    /// Like <see cref="Alloc(ulong, ulong)"/>, with a say in how the entry is allocated and given back (<c>tee_mm_alloc_flags</c>, 4.10).
    /// </summary>
    public abstract ulong Alloc(ulong pool, ulong size, TeeMmAllocFlags flags);

    /// <summary>Allocates a fixed range, widened to whole units (<c>tee_mm_alloc2</c>).</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="start">
    /// First address. With size 0 at the pool's very start the end wraps around: the entry then spans the address space.
    /// </param>
    /// <param name="size">Bytes.</param>
    /// <returns>The entry, or 0 when the range is not free or not inside.</returns>
    public abstract ulong Alloc2(ulong pool, ulong start, ulong size);

    /// <summary>Gives an entry back (<c>tee_mm_free</c>); 0, or an entry whose pool word is 0, does nothing.</summary>
    /// <exception cref="Core.Panics.CorePanicException">
    /// It is not in its pool's list, such as a head or an entry that was freed before.
    /// </exception>
    public abstract void Free(ulong entry);

    /// <summary>
    /// Frees all entries and the head (<c>tee_mm_final</c>). The pool's other fields stay; nothing happens when it is not initialised.
    /// </summary>
    public abstract void Final(ulong pool);

    /// <summary>
    /// The entry that holds an address (<c>tee_mm_find</c>), or 0. The unit's number is kept in 16 bits: in a pool of more than 65536 units
    /// the entry found may be another's.
    /// </summary>
    public abstract ulong Find(ulong pool, ulong address);

    /// <summary>
    /// Whether an address belongs to the pool (<c>tee_mm_addr_is_within_range</c>); in 3.10 the first one behind it does, too.
    /// </summary>
    public abstract bool AddrIsWithinRange(ulong pool, ulong address);

    /// <summary>Whether nothing is allocated (<c>tee_mm_is_empty</c>); so it is in a pool that is not initialised.</summary>
    public abstract bool IsEmpty(ulong pool);

    /// <summary>
    /// The address that an entry stands for (<c>tee_mm_get_smem</c>): its offset in bytes, in 32 bits, behind the pool's start.
    /// </summary>
    public abstract ulong GetSmem(ulong entry);

    /// <summary>Where in its pool an entry starts, in bytes, in 32 bits.</summary>
    public abstract ulong GetOffset(ulong entry);

    /// <summary>An entry's bytes (<c>tee_mm_get_bytes</c>), in 32 bits.</summary>
    public abstract ulong GetBytes(ulong entry);

    /// <summary>The statistics (<c>tee_mm_get_pool_stats</c>).</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="reset">Clears the maximum after it was read.</param>
    public abstract PagePoolStats GetPoolStats(ulong pool, bool reset);

    /// <summary>The list, its head first; none when the pool is not initialised.</summary>
    public abstract IEnumerable<PagePoolEntry> Entries(ulong pool);

    /// <summary>An entry of any pool.</summary>
    public abstract PagePoolEntry Describe(ulong entry);

    /// <summary>
    /// The largest number of bytes that <see cref="Alloc(ulong, ulong)"/> would find a gap for now, whatever the heap can give.
    /// </summary>
    public abstract ulong LargestGap(ulong pool);

    /// <summary>Bytes of the pool that no entry holds.</summary>
    public abstract ulong FreeBytes(ulong pool);

    /// <summary>Checks the equations of a pool: ends, order, disjointness, range, the entries' pointers back.</summary>
    /// <returns>A sentence for each equation that does not hold; none for a pool that is not initialised.</returns>
    public abstract IReadOnlyList<string> Validate(ulong pool);
}
