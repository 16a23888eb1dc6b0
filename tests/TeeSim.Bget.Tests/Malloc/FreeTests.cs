using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class FreeTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Freeing_NULL_changes_nothing(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        var before = heap.Memory.Snapshot();

        heap.Heap.Free(0);
        heap.Heap.FreeWipe(0);

        heap.Memory.Snapshot().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Freeing_everything_leaves_one_block_and_the_pool_array(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        string before = heap.FreeListText;
        ulong[] payloads = [.. new ulong[] { 1, 30, 7, 64, 0 }.Select(heap.Malloc)];

        foreach (int i in new[] { 3, 0, 4, 1, 2 }) heap.Heap.Free(payloads[i]);

        heap.FreeListText.ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Free_wipe_fills_the_whole_merged_block_behind_its_links(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.Malloc(8);
        ulong above = heap.Malloc(24);
        ulong middle = heap.Malloc(24);
        ulong below = heap.Malloc(24);
        heap.Malloc(8);
        heap.Heap.Free(above);
        heap.Heap.Free(below);

        heap.Heap.FreeWipe(middle);

        ulong merged = heap.BlockOf(below);
        long size = heap.BSize(merged);
        size.ShouldBe((long)(above - below) + (long)(middle - below));
        ulong links = 4 * variant.Word;
        heap.Memory.ReadBytes(merged + links, (ulong)size - links).ToArray().ShouldAllBe(b => b == 0x55);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void Free_without_wipe_writes_only_headers_and_links()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Malloc(8);
        ulong payload = heap.Malloc(64);
        heap.Malloc(8);
        heap.Memory.WriteBytes(payload, 64).Fill(0xee);

        heap.Heap.Free(payload);

        heap.Memory.ReadBytes(payload + 8, 56).ToArray().ShouldAllBe(b => b == 0xee);
    }

    [Fact]
    public void Free_clears_both_magics_before_it_releases()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Malloc(8);
        ulong payload = heap.Malloc(5);
        heap.Malloc(8);

        heap.Heap.Free(payload);

        heap.Memory.Read<uint>(payload - 4).ShouldBe(0u);
        heap.Memory.Read<uint>(payload + 8).ShouldBe(0u);
    }

    [Fact]
    public void The_old_buffer_of_a_realloc_keeps_its_header_magic()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Malloc(8);
        ulong old = heap.Malloc(8);
        heap.Malloc(8);
        heap.Realloc(old, 100);

        Action staleFree = () => heap.Heap.Free(old);

        heap.Memory.Read<uint>(old - 4).ShouldBe(0xadadadadu);
        staleFree.ShouldAssertAt("bget.c:895", heap.BlockOf(old));
    }

    [Fact]
    public void Released_blocks_join_the_tail_of_the_free_list_in_the_order_of_release()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong[] p = [.. Enumerable.Range(0, 7).Select(_ => heap.Malloc(8))];

        foreach (int i in new[] { 3, 5, 1 }) heap.Heap.Free(p[i]);

        heap.Heap.FreeList.Select(b => b.Address).ShouldBe([0x1000UL, heap.BlockOf(p[3]), heap.BlockOf(p[5]), heap.BlockOf(p[1])]);
    }

    [Fact]
    public void A_block_merged_with_its_successor_keeps_its_own_position()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong[] p = [.. Enumerable.Range(0, 7).Select(_ => heap.Malloc(8))];
        foreach (int i in new[] { 2, 5 }) heap.Heap.Free(p[i]);

        heap.Heap.Free(p[3]);

        heap.Heap.FreeList.Skip(1).Select(b => (b.Address, b.Size)).ShouldBe([(heap.BlockOf(p[5]), 16), (heap.BlockOf(p[3]), 32)]);
    }
}
