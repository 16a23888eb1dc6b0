using TeeSim.Bget.Structs;
using TeeSim.Core.Memory;

namespace TeeSim.Bget.Pools;

internal sealed partial class PoolSet<TWord>
{
    /// <summary>The sum of the squares of all free blocks' sizes, modulo 2^64, where the release has it.</summary>
    public ulong Free2Sum => _free2Sum.Value;

    private static ulong Square(long size) => (ulong)size * (ulong)size;

    // Differences wrap, as the sum itself does.
    private void AddToFree2Sum(ulong difference) => _free2Sum.Write() += difference;

    /// <summary>
    /// What every update of the sum asserts: that it is the sum of the squares of what is in the free list. This walk is what makes a heap
    /// with statistics slow from 4.6 on, on the target as here; it is done once for each call.
    /// </summary>
    private void CheckFree2Sum()
    {
        ulong head = _context.Address;
        ulong block = _context.Value.FreeList.FLink.Value;
        long left = MostFreeBlocks;
        ulong sum = 0;
        while (block != head)
        {
            SegmentReader<BFHead<TWord>> blocks = FreeBlocksAt(block, left);
            for (; block != head && left > 0; left--)
            {
                if (!blocks.Reaches(block)) break;
                ref readonly BFHead<TWord> free = ref blocks[block];
                sum += Square(free.Head.BSize.Signed);
                block = free.FLink.Value;
            }
        }

        HeapAssertions.Check(sum == _free2Sum.Value, HeapAssertion.Free2Sum, head);
    }
}
