using TeeSim.Bget;

namespace TeeSim.Kernel.Drivers;

/// <summary>Addresses as parts of heap blocks.</summary>
internal static class HeapBlocks
{
    /// <summary>The block, free or not, that an address lies in; null outside of the heap.</summary>
    public static HeapBlock? BlockAt(this Heap heap, ulong address)
    {
        foreach (HeapBlock block in heap.Blocks)
        {
            if (address - block.Address < (ulong)block.Size) return block;
        }

        return null;
    }
}
