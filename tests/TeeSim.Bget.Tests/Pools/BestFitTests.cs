using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Pools;

public class BestFitTests
{
    [Fact]
    public void The_smallest_hole_that_is_large_enough_is_taken()
    {
        (TestHeap heap, ulong[] holes) = WithHoles(40, 24, 32);

        heap.Malloc(20).ShouldBe(holes[1]);
    }

    [Fact]
    public void Of_equal_holes_the_one_released_first_is_taken()
    {
        (TestHeap heap, ulong[] holes) = WithHoles(40, 24, 24);

        heap.Malloc(24).ShouldBe(holes[1]);
        heap.Malloc(24).ShouldBe(holes[2]);
    }

    [Fact]
    public void First_fit_takes_the_first_block_of_the_list_however_large()
    {
        (TestHeap heap, ulong[] holes) = WithHoles(HeapVariant.Ilp32, 40, 24, 32);

        heap.Malloc(24).ShouldBeLessThan(holes.Min());
    }

    private static (TestHeap Heap, ulong[] Holes) WithHoles(params ulong[] sizes) =>
        WithHoles(HeapVariant.Ilp32 with { BestFit = true }, sizes);

    private static (TestHeap Heap, ulong[] Holes) WithHoles(HeapVariant variant, params ulong[] sizes)
    {
        TestHeap heap = TestHeap.Small(variant);
        var holes = new ulong[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            holes[i] = heap.Malloc(sizes[i]);
            heap.Malloc(8);
        }

        foreach (ulong hole in holes) heap.Heap.Free(hole);
        return (heap, holes);
    }
}
