using TeeSim.Bget.Structs;

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

    // As long as the two comparisons are joined by "or", every buffer satisfies them: an empty heap is the only one that overlaps nothing.
    public override bool BufferOverlapsHeap(ulong address, ulong length) => _context.Value.PoolLen.Value != 0;

    private (ulong Start, ulong Size) PayloadOf(ulong buf)
    {
        long usable = _poolset.UsableSize(buf);
        ulong payload = buf + (ulong)_hdr;
        HeapAssertions.Check(usable > 0, HeapAssertion.BufferSize, payload);
        if (!_mdbg) return (buf, (ulong)usable);
        ref readonly MdbgHeader<TWord> header = ref Header(payload);
        // The debug header is part of the usable size: the original doesn't take it off either.
        HeapAssertions.Check((ulong)usable >= header.PlSize, HeapAssertion.UsableCoversPayload, payload);
        return (payload, header.PlSize);
    }
}
