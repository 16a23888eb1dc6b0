using TeeSim.Bget.Structs;
using TeeSim.Core.Memory;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    /// <summary>Gives out a block (<c>bget</c>). Its bytes are what they were.</summary>
    /// <param name="requested">Bytes, at least 1: payload, debug header and footer.</param>
    /// <param name="alignment">
    /// What the address behind the debug header shall be a multiple of: a power of two in <c>bufsize</c>, else nothing is given out.
    /// </param>
    /// <param name="header">Bytes of the debug header, a multiple of <see cref="SizeQuant"/>.</param>
    /// <returns>The address behind the block's header, or 0 when no block fits.</returns>
    public ulong Bget(long requested, ulong alignment = 1, int header = 0)
    {
        long size = BlockSize(requested);
        if (size == 0) return 0;
        if (alignment <= (ulong)SizeQ) return _alignedPlacement ? Get(new ExactOrSplit(size), size) : Get(new WholeOrSplit(size), size);
        return alignment > (ulong)TWord.SignedMax ? 0 : Get(new AlignedFit(size, alignment, header), size);
    }

    /// <summary>Gives out a block and clears all of its usable part, slack included (<c>bgetz</c>).</summary>
    /// <inheritdoc cref="Bget"/>
    public ulong Bgetz(long requested, ulong alignment = 1, int header = 0)
    {
        ulong buf = Bget(requested, alignment, header);
        if (buf == 0) return 0;
        long usable = UsableSize(buf);
        HeapAssertions.Check(usable >= requested, HeapAssertion.BgetzUsable, buf);
        _memory.WriteBytes(buf, (ulong)usable).Clear();
        return buf;
    }

    /// <summary>
    /// Moves a buffer to a new block (<c>bgetr</c>; from 3.18 a part of <c>bget_malloc.c</c>): never grows or shrinks in place,
    /// and holds both blocks at once.
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

    private ulong Get<TPlacement>(TPlacement placement, long size) where TPlacement : struct, IPlacement
    {
        ulong block = _bestFit ? FindBest(placement, size) : FindFirst(placement);
        return block == 0 ? 0 : Take(block, placement.Position(block, Block(block).Head.BSize.Signed), size);
    }

    private ulong FindFirst<TPlacement>(TPlacement placement) where TPlacement : struct, IPlacement
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
                if (placement.Fits(block, free.Head.BSize.Signed)) return block;
                block = free.FLink.Value;
            }
        }

        return 0;
    }

    // The whole list is walked, even past an exact match; of equal sizes the one met first wins.
    private ulong FindBest<TPlacement>(TPlacement placement, long size) where TPlacement : struct, IPlacement
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
                if (TPlacement.IsAligned && free.Head.PrevFree.Signed != 0) HeapAssertions.Fail(HeapAssertion.BgetPrevFree, block);
                ulong excess = (ulong)(free.Head.BSize.Signed - size);
                if (excess < bestExcess && placement.Fits(block, free.Head.BSize.Signed)) (best, bestExcess) = (block, excess);
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

    /// <summary>Takes what lies behind a position out of a free block; what lies in front stays free.</summary>
    /// <param name="block">The free block.</param>
    /// <param name="position">Bytes that stay free in front: 0, or enough for a block.</param>
    /// <param name="size">
    /// Bytes of the wanted block. Up to a smallest block more stays in it; what is more than that becomes free again.
    /// </param>
    private ulong Take(ulong block, long position, long size)
    {
        if (_hasFree2Sum) CheckFree2Sum();
        ref BHead<TWord> head = ref _memory.Write<BHead<TWord>>(block);
        long blockSize = head.BSize.Signed;
        ref BHead<TWord> next = ref _memory.Write<BHead<TWord>>(Wrap(block + (ulong)blockSize));
        long takenSize = blockSize - position;
        ulong taken = block;
        if (position > 0)
        {
            HeapAssertions.Check(next.PrevFree.Signed == blockSize, HeapAssertion.BgetNextOfSplit, block);
            // Carved from the end: the free block shrinks in place and keeps its position in the list.
            head.BSize = TWord.From(position);
            taken += (ulong)position;
            head = ref _memory.Write<BHead<TWord>>(taken);
            head.PrevFree = TWord.From(position);
        }
        else
        {
            HeapAssertions.Check(next.PrevFree.Signed == blockSize, HeapAssertion.BgetNextOfWhole, block);
            Unlink(block, HeapAssertion.BgetBackLink, HeapAssertion.BgetForwardLink);
        }

        next.PrevFree = TWord.From(0UL);
        long surplus = takenSize - size;
        if (surplus > SmallestBlock)
        {
            takenSize = size;
            FreeSurplus(taken + (ulong)size, surplus, ref next);
        }

        head.BSize = TWord.From(-takenSize);
        if (_hasFree2Sum) AddToFree2Sum(Square(position) - Square(blockSize));
        ref MallocCtx<TWord> ctx = ref _context.Write();
        ctx.TotAlloc = TWord.From(ctx.TotAlloc.Signed + takenSize);
        ctx.NumGet = TWord.From(ctx.NumGet.Signed + 1);
        return taken + (ulong)BHeadSize;
    }

    // Only an alignment beyond the usual one leaves so much behind the block.
    private void FreeSurplus(ulong block, long size, ref BHead<TWord> next)
    {
        Append(block, HeapAssertion.BrelListTail, HeapAssertion.BrelListHead);
        ref BHead<TWord> head = ref _memory.Write<BHead<TWord>>(block);
        head.PrevFree = TWord.From(0UL);
        head.BSize = TWord.From(size);
        next.PrevFree = TWord.From(size);
        if (_hasFree2Sum) AddToFree2Sum(Square(size));
    }
}
