namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    public override ulong Alloc2(ulong pool, ulong start, ulong size)
    {
        if (!IsInitialised(pool)) return 0;
        start &= TPaddr.Mask;
        size &= TWord.Mask;
        ulong lo = Pool(pool).Lo.Value;
        if (((start + size) & TPaddr.Mask) < start || start < lo) return 0;
        ulong entry = heap.Malloc(EntrySize, sites.Alloc2);
        if (entry == 0) return 0;
        int shift = Pool(pool).Shift;
        ulong first = (start - lo) >> shift;
        // Size 0 at the very start wraps around.
        ulong end = (((start - lo + size - 1) & TPaddr.Mask) >> shift) + 1;
        bool hi = IsHiAlloc(pool);
        ulong before = FindPlace(pool, first, end, hi);
        if (!IsFree(pool, before, first, end, hi))
        {
            heap.Free(entry);
            return 0;
        }

        Link(pool, before, entry, (uint)first, (uint)(end - first));
        RaiseMaximum(pool);
        return entry;
    }

    /// <summary>The entry behind which [first, end) belongs in the list.</summary>
    private ulong FindPlace(ulong pool, ulong first, ulong end, bool hi)
    {
        Walk walk = Entrywise();
        ulong entry = Pool(pool).Entry.Value;
        while (walk.Next(entry) is var next and not 0 && (hi ? end < Entry(next).End : first > Entry(next).Offset)) entry = next;
        return entry;
    }

    private bool IsFree(ulong pool, ulong before, ulong first, ulong end, bool hi)
    {
        ulong next = Next(before);
        ulong endBytes = end << Pool(pool).Shift & TPaddr.Mask;
        if (hi)
        {
            return end <= Entry(before).Offset
                && (next == 0 || first >= Entry(next).End)
                && ((endBytes - 1) & TPaddr.Mask) <= Bytes(pool);
        }

        return first >= Entry(before).End
            && (next == 0 || end <= Entry(next).Offset)
            && endBytes <= Bytes(pool);
    }
}
