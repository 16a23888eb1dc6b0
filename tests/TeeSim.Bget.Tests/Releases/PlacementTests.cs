using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

/// <summary>Up to 3.11 a block that is a little too large is given out whole; from 3.12 it is passed over.</summary>
public class PlacementTests
{
    [Theory]
    [InlineData("3.10", false)]
    [InlineData("3.11", false)]
    [InlineData("3.12", true)]
    [InlineData("4.10", true)]
    public void Of_holes_of_48_and_56_bytes_a_request_for_40_takes_what_the_release_takes(string release, bool passesOver)
    {
        (TestHeap heap, ulong first, ulong second) = WithHoles(release);

        ulong payload = heap.Malloc(32);

        payload.ShouldBe(passesOver ? second + 16 : first);
        heap.FreeListText.ShouldBe(passesOver
            ? $"0x{first - 8:x}:48 0x{second - 8:x}:16"
            : $"0x{second - 8:x}:56");
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("3.10", 0)]
    [InlineData("3.12", 16)]
    public void A_remainder_of_just_the_smallest_block_is_split_off_from_3_12_on(string release, int left)
    {
        TestHeap heap = Full(release, out ulong hole, 56 - 8);
        heap.Heap.Free(hole);

        heap.Malloc(32).ShouldBe(hole + (ulong)left);

        heap.FreeListText.ShouldBe(left == 0 ? "" : $"0x{hole - 8:x}:16");
    }

    [Fact]
    public void The_search_for_the_best_fit_asserts_from_3_12_on_that_free_blocks_do_not_touch()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { BestFit = true, Release = "3.12" });
        heap.SetPrevFree(0x1000, 16);

        Action allocate = () => heap.Malloc(16);

        allocate.ShouldAssertAt("bget.c:0", 0x1000);
    }

    // Two holes, of 48 and then 56 bytes, and nothing else free.
    private static (TestHeap Heap, ulong First, ulong Second) WithHoles(string release)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = release });
        ulong first = heap.Malloc(40);
        heap.Malloc(8);
        ulong second = heap.Malloc(48);
        heap.Malloc(8);
        heap.Malloc((ulong)heap.Heap.LargestAllocatable);
        heap.FreeListText.ShouldBe("");
        heap.Heap.Free(first);
        heap.Heap.Free(second);
        return (heap, first, second);
    }

    private static TestHeap Full(string release, out ulong buffer, ulong size)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = release });
        buffer = heap.Malloc(size);
        heap.Malloc((ulong)heap.Heap.LargestAllocatable);
        heap.FreeListText.ShouldBe("");
        return heap;
    }
}
