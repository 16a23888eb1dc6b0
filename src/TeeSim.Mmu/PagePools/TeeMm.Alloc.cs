using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    public override ulong Alloc(ulong pool, ulong size, TeeMmAllocFlags flags)
    {
        if (!IsInitialised(pool)) return 0;
        ulong entry = flags.HasFlag(TeeMmAllocFlags.ZeroInit)
            ? heap.Calloc(1, EntrySize, sites.Alloc)
            : heap.Malloc(EntrySize, sites.Alloc);
        if (entry == 0) return 0;
        size &= TWord.Mask;
        ulong units = size == 0 ? 0 : ((size - 1) >> Pool(pool).Shift) + 1;
        bool hi = IsHiAlloc(pool);
        ulong before = FindGap(pool, units, hi);
        if (Next(before) == 0 && RoomBehind(pool, before, hi) < size)
        {
            if (flags.HasFlag(TeeMmAllocFlags.FreeWipe)) heap.FreeWipe(entry);
            else heap.Free(entry);
            events.Publish(TeeEventKind.PagePoolExhausted, pool, size);
            return 0;
        }

        Link(pool, before, entry, hi ? Entry(before).Offset - (uint)units : Entry(before).End, (uint)units);
        RaiseMaximum(pool);
        return entry;
    }

    /// <summary>The entry behind which the first gap of so many units starts, or the last entry, behind which there may be one.</summary>
    private ulong FindGap(ulong pool, ulong units, bool hi)
    {
        Walk walk = Entrywise();
        ulong entry = Pool(pool).Entry.Value;
        while (walk.Next(entry) is var next and not 0 && units > Gap(entry, next, hi)) entry = next;
        return entry;
    }

    private uint Gap(ulong entry, ulong next, bool hi) =>
        unchecked(hi ? Entry(entry).Offset - Entry(next).End : Entry(next).Offset - Entry(entry).End);

    /// <summary>Bytes between the last entry and the end of the pool to which the search goes.</summary>
    private ulong RoomBehind(ulong pool, ulong last, bool hi)
    {
        if (hi) return ToBytes(pool, Entry(last).Offset);
        if (HasNoRoomAtAll(pool))
            throw new CorePanicException(CorePanicKind.Panic, "invalid pool", new SourceSite(TeeMmFile, 0, "tee_mm_alloc"), pool);
        return (Bytes(pool) - ToBytes(pool, Entry(last).End)) & TWord.Mask;
    }

    private void Link(ulong pool, ulong before, ulong entry, uint offset, uint units)
    {
        memory.Write<TeeMmEntry<TWord>>(entry) = new TeeMmEntry<TWord>
        {
            Pool = TWord.From(pool),
            Next = Entry(before).Next,
            Offset = offset,
            Size = units,
        };
        memory.Write<TeeMmEntry<TWord>>(before).Next = TWord.From(entry);
    }

    private void RaiseMaximum(ulong pool)
    {
        ulong allocated = AllocatedBytes(pool);
        if (allocated > Pool(pool).MaxAllocated.Value) memory.Write<TeeMmPool<TWord, TPaddr>>(pool).MaxAllocated = TWord.From(allocated);
    }
}
