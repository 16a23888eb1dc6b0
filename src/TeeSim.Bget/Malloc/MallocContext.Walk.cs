using System.Runtime.CompilerServices;
using TeeSim.Bget.Pools;
using TeeSim.Bget.Structs;
using TeeSim.Core;
using TeeSim.Core.Memory;

namespace TeeSim.Bget.Malloc;

internal sealed partial class MallocContext<TWord>
{
    public override IEnumerable<AddressRange> Pools
    {
        get
        {
            ulong count = _context.Value.PoolLen.Value;
            for (ulong i = 0; i < count; i++) yield return Pool(i);
        }
    }

    public override IEnumerable<FreeBlock> FreeList
    {
        get
        {
            long left = MostBlocks;
            ulong block = _context.Value.FreeList.FLink.Value;
            while (block != Context)
            {
                if (left-- == 0) HeapAssertions.Hang("bpool_foreach", "the free list runs in a circle", block);
                yield return new FreeBlock(block, BlockAt(block).BSize.Signed);
                block = _memory.Read<BFHead<TWord>>(block).FLink.Value;
            }
        }
    }

    public override IEnumerable<HeapBlock> Blocks
    {
        get
        {
            foreach (AddressRange pool in Pools)
            {
                ulong end = pool.Start + pool.Size - (ulong)PoolSet<TWord>.BHeadSize;
                for (ulong block = pool.Start; block < end;)
                {
                    long size = BlockAt(block).BSize.Signed;
                    yield return Describe(block, size);
                    if (size == 0) HeapAssertions.Hang("bpool_foreach", "a block of size 0 has no successor", block);
                    block += (ulong)(size < 0 ? -size : size);
                }
            }
        }
    }

    public override ulong NextBlock(AddressRange pool, ulong block, out bool isAllocated)
    {
        SegmentReader<BHead<TWord>> heads = _memory.ReaderAt<BHead<TWord>>(pool.Start);
        if (!heads.Reaches(block)) HeapAssertions.Hang("bpool_foreach", "the blocks lead out of their pool", block);
        long size = heads[block].BSize.Signed;
        if (size == 0) HeapAssertions.Hang("bpool_foreach", "a block of size 0 has no successor", block);
        isAllocated = size < 0;
        ulong length = (ulong)(isAllocated ? -size : size);
        if (length % (ulong)PoolSet<TWord>.SizeQuant != 0 || (isAllocated && length < HeaderSize))
            HeapAssertions.Hang("bpool_foreach", "no block has such a size", block);
        if (length > pool.Start + pool.Size - (ulong)PoolSet<TWord>.BHeadSize - block)
            HeapAssertions.Hang("bpool_foreach", "the blocks lead out of their pool", block);
        return block + length;
    }

    public override MdbgEntry Describe(ulong payload)
    {
        if (!_mdbg) return new MdbgEntry(payload, (uint)(-BlockAt(payload - HeaderSize).BSize.Signed - PoolSet<TWord>.BHeadSize), 0, 0);
        ref readonly MdbgCaller<TWord> caller = ref Caller(payload);
        return new MdbgEntry(payload, Guard(payload).PlSize, caller.Fname.Value, caller.Line);
    }

    public override ulong HeaderSize => (ulong)(PoolSet<TWord>.BHeadSize + _hdr);

    public override long LargestAllocatable
    {
        get
        {
            // The free block's own bytes, less header, debug header, footer word and the rounding of the footer.
            long largest = Bstats.LargestFree;
            if (largest < PoolSet<TWord>.BlockSize(Sum(0, FooterSize(0)))) return -1;
            long payload = largest - PoolSet<TWord>.BHeadSize - _hdr - (_mdbg ? sizeof(uint) : 0);
            return payload;
        }
    }

    public override long BlockSizeOf(ulong payload)
    {
        long sum = Sum(payload, FooterSize(payload));
        long size = sum < 0 ? 0 : PoolSet<TWord>.BlockSize(sum);
        return size == 0 ? -1 : size;
    }

    private long MostBlocks => _counters.Value.Size / PoolSet<TWord>.BFHeadSize + 1;

    private ref readonly BHead<TWord> BlockAt(ulong block) => ref _memory.Read<BHead<TWord>>(block);

    private AddressRange Pool(ulong index)
    {
        ulong element = _context.Value.Pool.Value + index * (ulong)Unsafe.SizeOf<MallocPool<TWord>>();
        ref readonly MallocPool<TWord> pool = ref _memory.Read<MallocPool<TWord>>(element);
        return new AddressRange(pool.Buf.Value, pool.Len.Value);
    }

    private HeapBlock Describe(ulong block, long size)
    {
        if (size >= 0) return new HeapBlock(block, size, true, 0, 0);
        ulong buf = block + (ulong)PoolSet<TWord>.BHeadSize;
        ulong payload = buf + (ulong)_hdr;
        ulong usable = (ulong)(-size - PoolSet<TWord>.BHeadSize);
        return new HeapBlock(block, -size, false, payload, _mdbg ? Guard(payload).PlSize : usable);
    }

    /// <summary>
    /// The walk of the C code (<c>bpool_foreach</c>): every allocated buffer, ascending in each pool; the links of free blocks are asserted
    /// on the way. Like the original it reads the first pool without asking whether there is one. Damaged sizes may lead around
    /// the address space in a circle.
    /// </summary>
    private IEnumerable<ulong> AllocatedBuffers()
    {
        ulong index = 0;
        do
        {
            ulong block = Pool(index).Start;
            ulong mark = block;
            long steps = 0;
            long lap = 1;
            while (true)
            {
                long size = BlockAt(block).BSize.Signed;
                if (size == PoolSet<TWord>.ESent) break;
                if (size < 0)
                {
                    yield return block + (ulong)PoolSet<TWord>.BHeadSize;
                    block += (ulong)-size;
                }
                else
                {
                    _poolset.AssertFreeLinks(block);
                    if (size == 0) HeapAssertions.Hang("bpool_foreach", "a block of size 0 has no successor", block);
                    block += (ulong)size;
                }

                block &= TWord.Mask;
                if (block == mark) HeapAssertions.Hang("bpool_foreach", "the blocks run in a circle", block);
                if (++steps < lap) continue;
                // Brent's method: the mark moves on after 1, 2, 4, … steps, so that every circle comes back to it.
                (mark, steps, lap) = (block, 0, 2 * lap);
            }

            index++;
        }
        while (index < _context.Value.PoolLen.Value);
    }
}
