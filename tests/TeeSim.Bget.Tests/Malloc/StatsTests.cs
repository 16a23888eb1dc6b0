using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class StatsTests
{
    [Fact]
    public void The_hook_follows_allocations_and_failures()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Heap.Stats.ShouldBe(new MallocStats(16, 16, 0x400, 0, 0, 0));

        ulong payload = heap.Malloc(100);
        heap.Malloc(2000);
        heap.Heap.Free(payload);
        heap.Malloc(1500);
        heap.Malloc(3000);

        heap.Heap.Stats.ShouldBe(new MallocStats(16, 16 + 112, 0x400, 3, 3000, 16));
    }

    [Fact]
    public void The_moment_when_realloc_holds_both_blocks_is_never_seen()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong payload = heap.Malloc(96);

        heap.Realloc(payload, 192);

        heap.Heap.Stats.MaxAllocated.ShouldBe(16u + 200u);
    }

    [Fact]
    public void A_failure_as_large_as_the_biggest_does_not_replace_it()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Malloc(2000);
        heap.Malloc(8);

        heap.Malloc(2000);

        heap.Heap.Stats.BiggestAllocFailUsed.ShouldBe(16u);
    }

    [Fact]
    public void Reset_clears_everything_but_what_is_allocated_and_the_size()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong payload = heap.Malloc(100);
        heap.Malloc(5000);
        heap.Heap.Free(payload);

        heap.Heap.ResetStats();

        heap.Heap.Stats.ShouldBe(new MallocStats(16, 0, 0x400, 0, 0, 0));
    }

    [Fact]
    public void After_a_reset_the_maximum_is_taken_at_the_next_request_even_one_that_fails()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Heap.ResetStats();

        heap.Malloc(5000);

        heap.Heap.Stats.MaxAllocated.ShouldBe(16u);
    }

    [Fact]
    public void Bstats_counts_blocks_got_and_released_and_measures_the_free_ones()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong first = heap.Malloc(8);
        heap.Malloc(8);
        heap.Malloc(5000);
        heap.Heap.Free(first);

        heap.Heap.Bstats.ShouldBe(new BgetStats(32, 0x400 - 8 - 32, 0x400 - 8 - 48, 3, 1));
    }

    [Fact]
    public void Bstats_of_a_full_heap_has_no_largest_block()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32).WithPool(0x1000, 24);

        heap.Heap.Bstats.ShouldBe(new BgetStats(16, 0, -1, 1, 0));
        heap.Heap.LargestAllocatable.ShouldBe(-1);
    }

    [Theory]
    [InlineData(24, -1)]
    [InlineData(32, 4)]
    [InlineData(40, 12)]
    public void A_block_must_hold_the_debug_headers_and_the_footer_before_it_holds_a_payload(ulong free, long largest)
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg).WithPool(0x1000, free + 40 + 8);
        heap.Heap.Bstats.LargestFree.ShouldBe((long)free);

        heap.Heap.LargestAllocatable.ShouldBe(largest);

        heap.Malloc((ulong)(largest + 1)).ShouldBe(0UL);
        (heap.Malloc((ulong)Math.Max(0, largest)) != 0).ShouldBe(largest >= 0);
    }
}
