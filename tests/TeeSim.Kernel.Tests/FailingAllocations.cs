using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Kernel.Tests;

/// <summary>Makes each allocation of a call fail in turn, by filling the heap up to a few bytes more each time.</summary>
internal static class FailingAllocations
{
    private const ulong Step = 8;

    /// <summary>
    /// Tries the call with less room than it needs, until it succeeds. Each failure must be OUT_OF_MEMORY, but COMMUNICATION where not even
    /// the object of the call's arguments could be had, and leave contexts, channels and every block of the heap as they were.
    /// </summary>
    /// <returns>For each failure, how many allocations had succeeded before; without repetitions.</returns>
    public static IReadOnlyList<int> Of(TestWorld test, Func<TeeOutcome> call)
    {
        SecureWorld world = test.World;
        FillHoles(world);
        WorldSnapshot before = world.Snapshot();
        var counts = new List<int>();
        for (ulong left = 0; ; left += Step)
        {
            world.Heap.Malloc((ulong)world.Heap.LargestAllocatable - left, default).ShouldNotBe(0UL);
            HeapBlock[] blocks = [.. world.Heap.Blocks];
            TaContext[] contexts = [.. world.Contexts];
            int channels = world.Driver.Count("channel");
            int asids = Asids(world);
            test.Told.Clear();

            TeeOutcome outcome = call();

            if (outcome.IsSuccess)
            {
                world.Restore(before);
                return counts;
            }

            int count = test.Told.TakeWhile(e => e.Kind != TeeEventKind.AllocationFailed).Count(e => e.Kind == TeeEventKind.Allocated);
            outcome.Result.ShouldBe(count == 0 ? TeeResult.COMMUNICATION : TeeResult.OUT_OF_MEMORY);
            outcome.Value.ShouldBe(0UL);
            world.Heap.Blocks.ShouldBe(blocks);
            world.Contexts.ShouldBe(contexts);
            world.Driver.Count("channel").ShouldBe(channels);
            Asids(world).ShouldBe(asids);
            test.ShouldBeSound();
            if (!counts.Contains(count)) counts.Add(count);
            world.Restore(before);
        }
    }

    // Earlier calls leave holes where their arguments were. With one hole left, the heap can be filled to the byte.
    private static void FillHoles(SecureWorld world)
    {
        ulong largest = world.Heap.Malloc((ulong)world.Heap.LargestAllocatable, default);
        TestWorld.FillHeap(world);
        world.Heap.Free(largest);
    }

    // The bitmap of ASIDs is the first of the static variables.
    private static int Asids(SecureWorld world) => System.Numerics.BitOperations.PopCount(world.Memory.Read<ulong>(world.Statics.Start));
}
