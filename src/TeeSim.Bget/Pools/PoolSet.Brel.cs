using TeeSim.Bget.Structs;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    private const byte WipeByte = 0x55;

    /// <summary>Releases a buffer and merges its block with free neighbours (<c>brel</c>).</summary>
    /// <param name="buf">What <see cref="Bget"/> gave out.</param>
    /// <param name="wipe">Fill the whole merged block behind its links with 0x55, also what was free already.</param>
    public void Brel(ulong buf, bool wipe)
    {
        ulong block = Wrap(buf - (ulong)BHeadSize);
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.NumRel = TWord.From(ctx.NumRel.Signed + 1);
        BHead<TWord> released = _memory.Read<BHead<TWord>>(block);
        long size = -released.BSize.Signed;
        HeapAssertions.Check(size > 0, HeapAssertion.BrelAllocated, block);
        ulong behind = Wrap(block + (ulong)size);
        HeapAssertions.Check(_memory.Read<BHead<TWord>>(behind).PrevFree.Signed == 0, HeapAssertion.BrelNextPrevFree, block);
        ctx.TotAlloc = TWord.From(ctx.TotAlloc.Signed - size);
        HeapAssertions.Check(ctx.TotAlloc.Signed >= 0, HeapAssertion.BrelTotAlloc, block);

        long merged = size;
        long before = released.PrevFree.Signed;
        if (before != 0)
        {
            ulong previous = Wrap(block - (ulong)before);
            ref BHead<TWord> previousHead = ref _memory.Write<BHead<TWord>>(previous);
            HeapAssertions.Check(previousHead.BSize.Signed == before, HeapAssertion.BrelPrevious, block);
            merged += before;
            block = previous;
            previousHead.BSize = TWord.From(merged);
        }
        else
        {
            Append(block, HeapAssertion.BrelListTail, HeapAssertion.BrelListHead);
            _memory.Write<BHead<TWord>>(block).BSize = TWord.From(merged);
        }

        merged = MergeWithNext(block, merged, behind);
        if (wipe) _memory.WriteBytes(block + (ulong)BFHeadSize, (ulong)(merged - BFHeadSize)).Fill(WipeByte);
        ref BHead<TWord> next = ref _memory.Write<BHead<TWord>>(Wrap(block + (ulong)merged));
        HeapAssertions.Check(next.BSize.Signed < 0, HeapAssertion.BrelAfterMerge, block);
        next.PrevFree = TWord.From(merged);
    }

    // The merged block keeps the position of the released one, not that of its successor.
    private long MergeWithNext(ulong block, long size, ulong next)
    {
        long nextSize = _memory.Read<BHead<TWord>>(next).BSize.Signed;
        if (nextSize <= 0) return size;
        ulong behind = Wrap(next + (ulong)nextSize);
        HeapAssertions.Check(_memory.Read<BHead<TWord>>(behind).PrevFree.Signed == nextSize, HeapAssertion.BrelNextTail, next);
        Unlink(next, HeapAssertion.BrelNextBackLink, HeapAssertion.BrelNextForwardLink);
        size += nextSize;
        _memory.Write<BHead<TWord>>(block).BSize = TWord.From(size);
        return size;
    }
}
