using TeeSim.Bget.Structs;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    private const byte WipeByte = 0x55;

    /// <summary>Releases a buffer and merges its block with free neighbours (<c>brel</c>).</summary>
    /// <param name="buf">What <see cref="Bget"/> gave out.</param>
    /// <param name="wipe">
    /// Fill with 0x55: up to 3.19 the whole merged block behind its links, from 3.20 only what was released and the
    /// headers that lost their meaning.
    /// </param>
    public void Brel(ulong buf, bool wipe)
    {
        ulong block = Wrap(buf - (ulong)BHeadSize);
        if (_hasFree2Sum) CheckFree2Sum();
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.NumRel = TWord.From(ctx.NumRel.Signed + 1);
        BHead<TWord> released = _memory.Read<BHead<TWord>>(block);
        long size = -released.BSize.Signed;
        HeapAssertions.Check(size > 0, HeapAssertion.BrelAllocated, block);
        ulong behind = Wrap(block + (ulong)size);
        ref BHead<TWord> next = ref _memory.Write<BHead<TWord>>(behind);
        HeapAssertions.Check(next.PrevFree.Signed == 0, HeapAssertion.BrelNextPrevFree, block);
        ctx.TotAlloc = TWord.From(ctx.TotAlloc.Signed - size);
        HeapAssertions.Check(ctx.TotAlloc.Signed >= 0, HeapAssertion.BrelTotAlloc, block);

        long before = released.PrevFree.Signed;
        if (before == 0) Append(block, HeapAssertion.BrelListTail, HeapAssertion.BrelListHead);
        ulong start = Wrap(block - (ulong)before);
        ref BHead<TWord> merged = ref _memory.Write<BHead<TWord>>(start);
        HeapAssertions.Check(before == 0 || merged.BSize.Signed == before, HeapAssertion.BrelPrevious, block);
        ulong wipeStart = before != 0 && _narrowWipe ? block : start + (ulong)BFHeadSize;
        ulong wipeEnd = behind;
        size += before;
        merged.BSize = TWord.From(size);

        long nextSize = next.BSize.Signed;
        if (nextSize > 0)
        {
            next = ref TakeOut(behind, nextSize);
            size += nextSize;
            wipeEnd += (ulong)(_narrowWipe ? BFHeadSize : nextSize);
            merged.BSize = TWord.From(size);
        }

        if (_hasFree2Sum) AddToFree2Sum(Square(size) - Square(before) - (nextSize > 0 ? Square(nextSize) : 0));
        if (wipe) _memory.WriteBytes(wipeStart, wipeEnd - wipeStart).Fill(WipeByte);
        HeapAssertions.Check(next.BSize.Signed < 0, HeapAssertion.BrelAfterMerge, start);
        next.PrevFree = TWord.From(size);
    }

    // The merged block keeps the position of the released one, not that of its successor. Gives the header behind both.
    private ref BHead<TWord> TakeOut(ulong block, long size)
    {
        ref BHead<TWord> behind = ref _memory.Write<BHead<TWord>>(Wrap(block + (ulong)size));
        HeapAssertions.Check(behind.PrevFree.Signed == size, HeapAssertion.BrelNextTail, block);
        Unlink(block, HeapAssertion.BrelNextBackLink, HeapAssertion.BrelNextForwardLink);
        return ref behind;
    }
}
