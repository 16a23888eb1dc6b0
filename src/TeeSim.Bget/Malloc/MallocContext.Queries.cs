using TeeSim.Core;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override bool BufferIsWithinAlloced(ulong address, ulong length)
    {
        ulong end = (address + length) & TWord.Mask;
        if (end < address) return false;
        foreach (ulong buf in AllocatedBuffers())
        {
            (ulong start, ulong size) = PayloadOf(buf);
            if (address >= start && end <= start + size) return true;
        }

        return false;
    }

    public override bool BufferOverlapsHeap(ulong address, ulong length)
    {
        // As long as the two comparisons were joined by "or", every buffer satisfied them: an empty heap was the
        // only one that overlapped nothing.
        if (!_options.OverlapComparesPools) return _context.Value.PoolLen.Value != 0;
        ulong end = (address + length) & TWord.Mask;
        foreach (AddressRange pool in Pools)
        {
            if (end < address) return true;
            ulong poolEnd = pool.Start + pool.Size;
            if (address >= pool.Start && address < poolEnd) return true;
            if (end > pool.Start && end < poolEnd) return true;
        }

        return false;
    }

    private (ulong Start, ulong Size) PayloadOf(ulong buf)
    {
        long usable = _poolset.UsableSize(buf);
        ulong payload = buf + (ulong)_hdr;
        HeapAssertions.Check(usable > 0, HeapAssertion.BufferSize, payload);
        if (!_mdbg) return (buf, (ulong)usable);
        uint plSize = Guard(payload).PlSize;
        // The debug header is part of the usable size: the original doesn't take it off either.
        HeapAssertions.Check((ulong)usable >= plSize, HeapAssertion.UsableCoversPayload, payload);
        return (payload, plSize);
    }
}
