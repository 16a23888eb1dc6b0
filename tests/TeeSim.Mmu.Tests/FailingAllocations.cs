using TeeSim.Bget;
using TeeSim.Core.Events;
using TeeSim.Core.Memory;

namespace TeeSim.Mmu.Tests;

/// <summary>Makes each allocation of a call fail in turn, by filling the heap up to a few bytes more each time.</summary>
internal static class FailingAllocations
{
    private const ulong Step = 8;

    /// <summary>
    /// Tries the call with less room than it needs, until it succeeds. Each failure must leave every block of the heap, every byte that is
    /// in use and every static variable as they were.
    /// </summary>
    /// <param name="mmu">Whose heap has no holes.</param>
    /// <param name="call">Says whether it has succeeded.</param>
    /// <returns>For each failure, how many allocations had succeeded before; without repetitions.</returns>
    public static IReadOnlyList<int> Of(TestMmu mmu, Func<bool> call)
    {
        Heap heap = mmu.Heap;
        heap.FreeList.Count().ShouldBe(1, "a heap with holes could not be filled to the byte");
        MemorySnapshot before = mmu.Memory.Snapshot();
        var counts = new List<int>();
        for (ulong left = 0; ; left += Step)
        {
            heap.Malloc((ulong)heap.LargestAllocatable - left, default).ShouldNotBe(0UL);
            HeapBlock[] blocks = [.. heap.Blocks];
            byte[] bytes = BytesInUse(mmu);
            mmu.Told.Clear();

            bool succeeded = call();

            if (!succeeded)
            {
                heap.Blocks.SequenceEqual(blocks).ShouldBeTrue("a failure leaves every block as it was");
                BytesInUse(mmu).AsSpan().SequenceEqual(bytes).ShouldBeTrue("a failure leaves every byte that is in use as it was");
                mmu.ShouldAllBeSound();
                int count = mmu.Told.TakeWhile(e => e.Kind != TeeEventKind.AllocationFailed).Count(e => e.Kind == TeeEventKind.Allocated);
                if (!counts.Contains(count)) counts.Add(count);
            }

            mmu.Memory.Restore(before);
            if (succeeded) return counts;
        }
    }

    // What a free block holds is nobody's; of the heap's own variable the free list is seen in the blocks.
    private static byte[] BytesInUse(TestMmu mmu) =>
    [
        .. mmu.Heap.Blocks.Where(b => !b.IsFree).SelectMany(b => mmu.Memory.ReadBytes(b.Address, (ulong)b.Size).ToArray()),
        .. mmu.Memory.Segments.Where(s => s.Name == "data").SelectMany(s => mmu.Memory.ReadBytes(s.Start, (ulong)s.Length).ToArray()),
    ];
}
