using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.PagePools;

/// <summary>
/// The page pools of a target with words of one size and physical addresses of one size. Widths are C's: offsets and sizes in units are
/// added and shifted in 32 bits, counts of units and bytes are <c>size_t</c>, what has to do with the pool's ends is a physical address.
/// </summary>
internal sealed partial class TeeMm<TWord, TPaddr>(
    SimulatedMemory memory, Heap heap, PagePoolOptions options, TeeMmSites sites, EventStream events) : TeeMm
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    private const string TeeMmFile = "core/arch/arm/mm/tee_mm.c";

    private static ulong EntrySize => (ulong)Unsafe.SizeOf<TeeMmEntry<TWord>>();

    private ref readonly TeeMmPool<TWord, TPaddr> Pool(ulong pool) => ref memory.Read<TeeMmPool<TWord, TPaddr>>(pool);

    private ref readonly TeeMmEntry<TWord> Entry(ulong entry) => ref memory.Read<TeeMmEntry<TWord>>(entry);

    private ulong Next(ulong entry) => Entry(entry).Next.Value;

    private bool IsInitialised(ulong pool) => pool != 0 && Pool(pool).Entry.Value != 0;

    private bool IsHiAlloc(ulong pool) => (Pool(pool).Flags & options.HiAllocFlag) != 0;

    /// <summary>Bytes of a pool, as a physical address.</summary>
    private ulong Bytes(ulong pool)
    {
        ref readonly TeeMmPool<TWord, TPaddr> p = ref Pool(pool);
        return options.KeepsSize ? p.HiOrSize.Value : (p.HiOrSize.Value - p.Lo.Value) & TPaddr.Mask;
    }

    private bool HasNoRoomAtAll(ulong pool)
    {
        ref readonly TeeMmPool<TWord, TPaddr> p = ref Pool(pool);
        return options.KeepsSize ? p.HiOrSize.Value == 0 : p.HiOrSize.Value <= p.Lo.Value;
    }

    // C shifts an uint32_t by an uint8_t: what leaves 32 bits is lost.
    private uint ToBytes(ulong pool, uint units) => units << Pool(pool).Shift;

    /// <summary>The sum of all entries' units, in the width of a word.</summary>
    private ulong AllocatedBytes(ulong pool)
    {
        ulong units = 0;
        Walk walk = Entrywise();
        for (ulong entry = Pool(pool).Entry.Value; entry != 0; entry = walk.Next(entry)) units += Entry(entry).Size;
        return units << Pool(pool).Shift & TWord.Mask;
    }

    private Walk Entrywise() => new(this, heap.Stats.Size / EntrySize);

    /// <summary>Goes from entry to entry, at most as often as the heap has room for entries; a longer way is a modelled hang.</summary>
    private struct Walk(TeeMm<TWord, TPaddr> pools, ulong mostEntries)
    {
        private ulong _left = mostEntries;

        public ulong Next(ulong entry)
        {
            if (_left-- == 0) Hang("the list of entries runs in a circle", entry);
            return pools.Next(entry);
        }
    }

    [DoesNotReturn]
    private static void Hang(string what, ulong entry) =>
        throw new CorePanicException(CorePanicKind.Hang, what, new SourceSite(TeeMmFile, 0, "tee_mm"), entry);
}
