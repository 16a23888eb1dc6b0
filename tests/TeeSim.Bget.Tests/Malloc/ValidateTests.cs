using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

/// <summary>Each equation of the heap, broken on purpose, is reported, and the report never throws.</summary>
public class ValidateTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_sound_heap_has_no_violations(HeapVariant variant) => Sound(variant).Heap.Heap.Validate().ShouldBeEmpty();

    [Fact]
    public void A_wrong_prevfree_is_reported()
    {
        (TestHeap heap, ulong buffer) = Sound(HeapVariant.Ilp32);
        heap.SetPrevFree(buffer, 24);

        heap.Heap.Validate().ShouldBe([$"block 0x{buffer:x}: prevfree is 24, expected 0"]);
    }

    [Theory]
    [InlineData(-13)]
    [InlineData(-8)]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(20)]
    public void An_impossible_size_is_reported(long size)
    {
        (TestHeap heap, ulong buffer) = Sound(HeapVariant.Ilp32);
        heap.SetBSize(buffer, size);

        heap.Heap.Validate().ShouldContain($"block 0x{buffer:x}: impossible size {size}");
    }

    [Theory]
    [InlineData("Ilp32", int.MinValue)]
    [InlineData("Lp64", long.MinValue)]
    public void The_mark_of_the_end_in_the_middle_of_a_pool_is_reported(string abi, long end)
    {
        (TestHeap heap, ulong buffer) = Sound(abi == "Ilp32" ? HeapVariant.Ilp32 : HeapVariant.Lp64);
        heap.SetBSize(buffer, end);

        heap.Heap.Validate().ShouldNotBeEmpty();
        heap.Heap.Blocks.Count().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Two_free_neighbours_are_reported()
    {
        (TestHeap heap, ulong buffer) = Sound(HeapVariant.Ilp32);
        ulong behind = buffer + (ulong)-heap.BSize(buffer);
        heap.SetBSize(buffer, -heap.BSize(buffer));
        heap.SetPrevFree(behind, heap.BSize(buffer));
        heap.SetBSize(behind, -heap.BSize(behind));

        heap.Heap.Validate().ShouldContain($"block 0x{behind:x}: free, and so is the block before it");
    }

    [Fact]
    public void A_last_block_that_misses_the_sentinel_is_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetBSize(0x13e8, -24);

        heap.Heap.Validate().ShouldContain("pool 0x1000: the last block ends at 0x1400, not at the sentinel 0x13f8");
    }

    [Fact]
    public void A_damaged_sentinel_is_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetBSize(0x13f8, -16);
        heap.SetPrevFree(0x13f8, 8);

        heap.Heap.Validate().ShouldBe(["sentinel 0x13f8: size -16", "sentinel 0x13f8: prevfree is 8, expected 0"]);
    }

    [Fact]
    public void A_free_block_outside_of_the_list_is_reported()
    {
        (TestHeap heap, ulong buffer) = Sound(HeapVariant.Ilp32);
        ulong behind = buffer + (ulong)-heap.BSize(buffer);
        heap.SetBSize(buffer, -heap.BSize(buffer));
        heap.SetPrevFree(behind, heap.BSize(buffer));

        heap.Heap.Validate().ShouldContain($"block 0x{buffer:x}: free, but not in the free list");
    }

    [Fact]
    public void An_allocated_block_in_the_list_is_reported()
    {
        (TestHeap heap, ulong buffer) = Sound(HeapVariant.Ilp32);
        heap.SetFLink(buffer, TestHeap.Context);
        heap.SetBLink(buffer, 0x1000);
        heap.SetFLink(0x1000, buffer);

        IReadOnlyList<string> violations = heap.Heap.Validate();

        violations.ShouldContain($"free list: 0x{buffer:x} is no free block, or listed twice");
    }

    [Fact]
    public void A_broken_backward_link_and_a_wrong_tail_are_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetBLink(0x1000, 0x1100);
        heap.SetBLink(TestHeap.Context, 0x1200);

        heap.Heap.Validate().ShouldBe(["block 0x1000: backward link is not 0x800000", "free list: its tail is not 0x1000"]);
    }

    [Fact]
    public void A_circle_in_the_free_list_is_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetFLink(0x1000, 0x1000);

        heap.Heap.Validate()[^1].ShouldBe(
            "the walk stopped: the core hangs in bpool_foreach: the free list runs in a circle, address 0x1000");
    }

    [Fact]
    public void A_wild_link_is_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64);
        heap.SetFLink(0x1000, 0xdead_0000);

        heap.Heap.Validate()[^1].ShouldStartWith("the walk stopped: data abort in core: ");
    }

    [Fact]
    public void Damaged_counters_are_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetWord(TestHeap.Context + 16, 17);
        heap.SetWord(TestHeap.Context + 36 + 40, 1);

        heap.Heap.Validate().ShouldBe(
            ["totalloc is 17, the allocated blocks have 16 bytes", "stats.size is 1, the pools have 1024 bytes"]);
    }

    [Fact]
    public void Damaged_magics_are_reported()
    {
        (TestHeap heap, ulong block) = Sound(HeapVariant.Ilp32Mdbg);
        ulong payload = block + 24;
        heap.Memory.Write<uint>(payload - 4) = 0x12;
        heap.Memory.Write<uint>(payload + 40) = 0x34;

        heap.Heap.Validate().ShouldBe(
            [$"buffer 0x{payload:x}: header magic is 0x00000012", $"buffer 0x{payload:x}: footer magic is 0x00000034"]);
    }

    [Fact]
    public void A_payload_that_leaves_no_room_for_its_footer_is_reported()
    {
        (TestHeap heap, ulong block) = Sound(HeapVariant.Ilp32Mdbg);
        ulong payload = block + 24;
        heap.Memory.Write<uint>(payload - 8) = 1000;

        heap.Heap.Validate().ShouldBe([$"buffer 0x{payload:x}: 1000 bytes don't fit into its block"]);
    }

    [Fact]
    public void A_pool_array_that_points_out_of_memory_is_reported()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.SetWord(TestHeap.Context + 28, 0x4000_0000);

        heap.Heap.Validate().ShouldHaveSingleItem().ShouldStartWith("the walk stopped: data abort in core: ");
    }

    // A buffer of 40 bytes between two others, so that nothing about it depends on free neighbours; returns its block.
    private static (TestHeap Heap, ulong Block) Sound(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.Malloc(16);
        ulong payload = heap.Malloc(40);
        heap.Malloc(16);
        return (heap, heap.BlockOf(payload));
    }
}
