using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Pools;

/// <summary>
/// What damage makes <c>bget</c>, <c>bgetr</c> and <c>bpool</c> stop. Two assertions have no test, because no damage reaches them:
/// bget.c:594 (the caller never asks for 0 bytes) and bget.c:796 (the block's size was written by the same call).
/// </summary>
public class BgetTests
{
    public static TheoryData<HeapVariant> Plain => [.. HeapVariant.All.Where(v => !v.Mdbg)];

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_overrun_into_the_header_behind_a_block_to_be_split(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetPrevFree(Behind(heap, 0x1000), 0x41414141);

        Action split = () => heap.Malloc(8);

        split.ShouldAssertAt("bget.c:658", 0x1000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_overrun_into_the_header_behind_a_block_to_be_taken_whole(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetPrevFree(Behind(heap, 0x1000), 0);

        Action whole = () => heap.Malloc((ulong)heap.Heap.LargestAllocatable);

        whole.ShouldAssertAt("bget.c:679", 0x1000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_backward_link_overwritten_after_free(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBLink(0x1000, 0x1100);

        Action whole = () => heap.Malloc((ulong)heap.Heap.LargestAllocatable);

        whole.ShouldAssertAt("bget.c:684", 0x1000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_forward_link_overwritten_after_free(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong upper = heap.Malloc(8);
        heap.Malloc(8);
        heap.Heap.Free(upper);
        ulong isolated = heap.BlockOf(upper);
        // The isolated block is the last in the list; only the whole of the first one is asked for.
        ulong all = (ulong)heap.Heap.LargestAllocatable;
        heap.SetBLink(isolated, 0x1100);

        Action whole = () => heap.Malloc(all);

        whole.ShouldAssertAt("bget.c:685", 0x1000);
    }

    [Fact]
    public void Realloc_of_a_freed_buffer()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Malloc(8);
        ulong freed = heap.Malloc(8);
        heap.Malloc(8);
        heap.Heap.Free(freed);

        Action realloc = () => heap.Realloc(freed, 40);

        realloc.ShouldAssertAt("bget.c:834", freed);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_wild_forward_link_is_followed_into_a_data_abort(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetFLink(0x1000, 0x6666_6660);

        Action malloc = () => heap.Malloc(0x1000);

        malloc.ShouldAbortAt(0x6666_6660).Message.ShouldStartWith("data abort in core: ");
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_wild_size_makes_bget_touch_memory_that_is_not_there(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBSize(0x1000, 0x4000_0000);

        Action malloc = () => heap.Malloc(8);

        malloc.ShouldAbortAt(0x4000_1000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_free_list_that_runs_in_a_circle_hangs_the_core(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetFLink(0x1000, 0x1000);

        Action malloc = () => heap.Malloc(0x1000);
        Action list = () => _ = heap.FreeListText;

        malloc.ShouldHangAt(0x1000).Message.ShouldBe("the core hangs in bget: the free list runs in a circle, address 0x1000");
        list.ShouldHangAt(0x1000);
    }

    [Fact]
    public void First_fit_leaves_a_circle_that_begins_behind_a_large_block_unnoticed()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetFLink(0x1000, 0x1000);

        heap.Malloc(8).ShouldNotBe(0UL);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_block_that_is_damaged_before_the_panic_stays_as_the_C_code_left_it(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetPrevFree(Behind(heap, 0x1000), 8);
        var before = heap.Memory.Snapshot();

        Action split = () => heap.Malloc(8);

        split.ShouldAssertAt("bget.c:658", 0x1000);
        heap.Memory.Snapshot().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_tail_stops_the_adding_of_a_pool(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetFLink(0x1000, 0x1100);
        heap.Memory.AddSegment("pool", 0x8000, 0x400);

        Action add = () => heap.Heap.MallocAddPool(0x8000, 0x400);

        add.ShouldAssertAt("bget.c:1062", 0x8000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_head_stops_the_adding_of_a_pool(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBLink(0x1000, 0x1100);
        heap.Memory.AddSegment("pool", 0x8000, 0x400);

        Action add = () => heap.Heap.MallocAddPool(0x8000, 0x400);

        add.ShouldAssertAt("bget.c:1063", 0x8000);
    }

    private static ulong Behind(TestHeap heap, ulong block) => block + (ulong)heap.BSize(block);
}
