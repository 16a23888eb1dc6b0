using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Pools;

/// <summary>What damage makes <c>brel</c> stop, without debug headers in front of it.</summary>
public class BrelTests
{
    public static TheoryData<HeapVariant> Plain => [.. HeapVariant.All.Where(v => !v.Mdbg)];

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_double_free_of_an_isolated_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(2);

        row.Freeing(2).ShouldAssertAt("bget.c:895", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_double_free_after_the_merge_with_the_following_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Free(2);

        row.Freeing(2).ShouldAssertAt("bget.c:895", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_double_free_after_the_merge_with_the_preceding_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(1);
        row.Free(2);

        row.Freeing(2).ShouldAssertAt("bget.c:901", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_underrun_over_the_own_header(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetBSize(row.Block(2), 0x20);

        row.Freeing(2).ShouldAssertAt("bget.c:895", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_overrun_into_the_header_of_the_following_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetPrevFree(row.Block(3), 0x41414141);

        row.Freeing(2).ShouldAssertAt("bget.c:901", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_total_that_would_become_negative(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetWord(TestHeap.Context + 4 * variant.Word, 8);

        row.Freeing(2).ShouldAssertAt("bget.c:905", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_overrun_of_the_preceding_block_into_the_own_prevfree(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetPrevFree(row.Block(2), 16);

        row.Freeing(2).ShouldAssertAt("bget.c:921", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_own_prevfree_that_points_out_of_memory(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetPrevFree(row.Block(2), 0x1000);

        row.Freeing(2).ShouldAbortAt(row.Block(2) - 0x1000);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_forward_link_of_the_last_free_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(5);
        row.Heap.SetFLink(row.Block(5), 0x1100);

        row.Freeing(2).ShouldAssertAt("bget.c:929", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_backward_link_of_the_first_free_block(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetBLink(0x1000, 0x1100);

        row.Freeing(2).ShouldAssertAt("bget.c:930", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void An_overrun_behind_the_free_block_that_follows(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Heap.SetPrevFree(row.Block(4), 0);

        row.Freeing(2).ShouldAssertAt("bget.c:949", row.Block(3));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_backward_link_of_the_free_block_that_follows(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Free(5);
        row.Heap.SetBLink(row.Block(3), 0x1100);

        row.Freeing(2).ShouldAssertAt("bget.c:950", row.Block(3));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_damaged_forward_link_of_the_free_block_that_follows(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Free(5);
        row.Heap.SetFLink(row.Block(3), 0x1100);

        row.Freeing(2).ShouldAssertAt("bget.c:951", row.Block(3));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_wild_link_of_the_free_block_that_follows(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Free(5);
        row.Heap.SetFLink(row.Block(3), 0x5555_5550);

        row.Freeing(2).ShouldAbortAt(0x5555_5550);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Two_free_blocks_in_a_row_behind_the_released_one(HeapVariant variant)
    {
        Row row = new(variant);
        row.Free(3);
        row.Heap.SetBSize(row.Block(4), 0x20);

        row.Freeing(2).ShouldAssertAt("bget.c:969", row.Block(2));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_following_block_of_size_0(HeapVariant variant)
    {
        Row row = new(variant);
        row.Heap.SetBSize(row.Block(3), 0);

        row.Freeing(2).ShouldAssertAt("bget.c:969", row.Block(2));
    }

    [Fact]
    public void A_pointer_that_no_memory_is_behind()
    {
        Row row = new(HeapVariant.Ilp32);

        Action free = () => row.Heap.Heap.Free(0x7000_0000);

        free.ShouldAbortAt(0x7000_0000 - 8);
    }

    /// <summary>
    /// Buffers 1 to 6 of one smallest block each, in ascending order, between the free rest of the pool and the pool array.
    /// </summary>
    private sealed class Row
    {
        private readonly ulong[] _payloads;

        public Row(HeapVariant variant)
        {
            Heap = TestHeap.Small(variant);
            _payloads = [.. Enumerable.Range(1, 6).Select(_ => Heap.Malloc(8)).Reverse()];
        }

        public TestHeap Heap { get; }

        public ulong Block(int number) => Heap.BlockOf(_payloads[number - 1]);

        public void Free(int number) => Heap.Heap.Free(_payloads[number - 1]);

        public Action Freeing(int number) => () => Free(number);
    }
}
