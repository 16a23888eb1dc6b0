using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    private const uint NexMallocFlag = 2;

    public override bool Init(ulong pool, ulong lo, ulong size, int shift, TeeMmFlags flags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shift, 31);
        if (pool == 0) return false;
        ulong unit = 1UL << shift;
        ulong start = Align.Up(lo, unit) & TPaddr.Mask;
        ulong bytes = options.KeepsSize
            ? Align.Down((size - (start - lo)) & TPaddr.Mask, unit)
            : (Align.Down((lo + size) & TPaddr.Mask, unit) - start) & TPaddr.Mask;
        if (bytes >> shift >= uint.MaxValue)
        {
            throw new CorePanicException(
                CorePanicKind.Assertion, "the units of the pool < UINT32_MAX", new SourceSite(TeeMmFile, 0, "tee_mm_init"), pool);
        }

        ref TeeMmPool<TWord, TPaddr> p = ref memory.Write<TeeMmPool<TWord, TPaddr>>(pool);
        if (options.KeepsSize) p = default;
        p.Lo = TPaddr.From(start);
        p.HiOrSize = TPaddr.From(options.KeepsSize ? bytes : start + bytes);
        p.Flags = (flags.HasFlag(TeeMmFlags.HiAlloc) ? options.HiAllocFlag : 0) | (flags.HasFlag(TeeMmFlags.NexMalloc) ? NexMallocFlag : 0);
        p.Shift = (byte)shift;
        ulong head = heap.Calloc(1, EntrySize, sites.Head);
        p.Entry = TWord.From(head);
        if (head == 0) return false;
        ref TeeMmEntry<TWord> entry = ref memory.Write<TeeMmEntry<TWord>>(head);
        // An empty pool wraps around here: its head lies as far up as 32 bits go.
        if (flags.HasFlag(TeeMmFlags.HiAlloc)) entry.Offset = (uint)((((bytes - 1) & TPaddr.Mask) >> shift) + 1);
        entry.Pool = TWord.From(pool);
        p.Lock = 0;
        return true;
    }
}
