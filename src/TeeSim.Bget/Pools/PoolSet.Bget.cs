using TeeSim.Bget.Structs;
using TeeSim.Core.Memory;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    /// <summary>Gives out a block (<c>bget</c>). Its bytes are what they were.</summary>
    /// <param name="requested">Bytes, at least 1: payload, debug header and footer.</param>
    /// <returns>The address behind the block's header, or 0 when no block is large enough.</returns>
    public ulong Bget(long requested)
    {
        long size = BlockSize(requested);
        if (size == 0) return 0;
        ulong block = _bestFit ? FindBest(size) : FindFirst(size);
        return block == 0 ? 0 : Take(block, size);
    }

    /// <summary>Gives out a block and clears all of its usable part, slack included (<c>bgetz</c>).</summary>
    public ulong Bgetz(long requested)
    {
        ulong buf = Bget(requested);
        if (buf == 0) return 0;
        long usable = UsableSize(buf);
        HeapAssertions.Check(usable >= requested, HeapAssertion.BgetzUsable, buf);
        _memory.WriteBytes(buf, (ulong)usable).Clear();
        return buf;
    }

    /// <summary>
    /// Moves a buffer to a new block (<c>bgetr</c>): never grows or shrinks in place, and holds both blocks at once.
    /// </summary>
    /// <param name="buf">The old buffer, or 0 for none.</param>
    /// <param name="requested">Bytes, as for <see cref="Bget"/>.</param>
    /// <returns>The new buffer, or 0; then the old one is untouched.</returns>
    public ulong Bgetr(ulong buf, long requested)
    {
        ulong moved = Bget(requested);
        if (moved == 0 || buf == 0) return moved;
        long oldSize = UsableSize(buf);
        HeapAssertions.Check(oldSize > 0, HeapAssertion.BgetrOldSize, buf);
        ulong kept = (ulong)Math.Min(requested, oldSize);
        _memory.ReadBytes(buf, kept).CopyTo(_memory.WriteBytes(moved, kept));
        Brel(buf, wipe: false);
        return moved;
    }

    /// <summary>Bytes behind the header of an allocated block; not positive when the block is free or its header damaged.</summary>
    public long UsableSize(ulong buf) => -_memory.Read<BHead<TWord>>(Wrap(buf - (ulong)BHeadSize)).BSize.Signed - BHeadSize;

    private ulong FindFirst(long size)
    {
        ulong head = _context.Address;
        ulong block = _context.Value.FreeList.FLink.Value;
        long left = MostFreeBlocks;
        while (block != head)
        {
            SegmentReader<BFHead<TWord>> blocks = FreeBlocksAt(block, left);
            for (; block != head && left > 0; left--)
            {
                if (!blocks.Reaches(block)) break;
                ref readonly BFHead<TWord> free = ref blocks[block];
                if (free.Head.BSize.Signed >= size) return block;
                block = free.FLink.Value;
            }
        }

        return 0;
    }

    // The whole list is walked, even past an exact match; of equal sizes the one met first wins.
    private ulong FindBest(long size)
    {
        ulong head = _context.Address;
        ulong block = _context.Value.FreeList.FLink.Value;
        long left = MostFreeBlocks;
        ulong best = 0;
        // Compared unsigned, so that a block that is too small has an excess above any other: one branch, seldom taken, decides.
        ulong bestExcess = (ulong)(TWord.SignedMax - size) + 1;
        while (block != head)
        {
            SegmentReader<BFHead<TWord>> blocks = FreeBlocksAt(block, left);
            for (; block != head && left > 0; left--)
            {
                if (!blocks.Reaches(block)) break;
                ref readonly BFHead<TWord> free = ref blocks[block];
                ulong excess = (ulong)(free.Head.BSize.Signed - size);
                if (excess < bestExcess) (best, bestExcess) = (block, excess);
                block = free.FLink.Value;
            }
        }

        return best;
    }

    // A search goes on in another segment, or has met more blocks than there can be.
    private SegmentReader<BFHead<TWord>> FreeBlocksAt(ulong block, long left)
    {
        if (left <= 0) HeapAssertions.Hang("bget", "the free list runs in a circle", block);
        return _memory.ReaderAt<BFHead<TWord>>(block);
    }

    private ulong Take(ulong block, long size)
    {
        ref BHead<TWord> head = ref _memory.Write<BHead<TWord>>(block);
        long blockSize = head.BSize.Signed;
        ref BHead<TWord> next = ref _memory.Write<BHead<TWord>>(Wrap(block + (ulong)blockSize));
        long remainder = blockSize - size;
        ulong taken = block;
        if (remainder > SplitThreshold)
        {
            HeapAssertions.Check(next.PrevFree.Signed == blockSize, HeapAssertion.BgetNextOfSplit, block);
            // Carved from the end: the free block shrinks in place and keeps its position in the list.
            head.BSize = TWord.From(remainder);
            taken += (ulong)remainder;
            head = ref _memory.Write<BHead<TWord>>(taken);
            head.PrevFree = TWord.From(remainder);
        }
        else
        {
            HeapAssertions.Check(next.PrevFree.Signed == blockSize, HeapAssertion.BgetNextOfWhole, block);
            Unlink(block, HeapAssertion.BgetBackLink, HeapAssertion.BgetForwardLink);
            size = blockSize;
        }

        head.BSize = TWord.From(-size);
        next.PrevFree = TWord.From(0UL);
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.TotAlloc = TWord.From(ctx.TotAlloc.Signed + size);
        ctx.NumGet = TWord.From(ctx.NumGet.Signed + 1);
        return taken + (ulong)BHeadSize;
    }
}
