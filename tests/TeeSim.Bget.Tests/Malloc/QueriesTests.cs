using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class QueriesTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_buffer_is_within_when_one_payload_holds_all_of_it(HeapVariant variant)
    {
        // 48 bytes are a whole number of quanta on both ABIs: without debug headers the payload ends where the block does.
        TestHeap heap = TestHeap.Small(variant);
        ulong payload = heap.Malloc(48);

        heap.Heap.BufferIsWithinAlloced(payload, 48).ShouldBeTrue();
        heap.Heap.BufferIsWithinAlloced(payload + 47, 1).ShouldBeTrue();
        heap.Heap.BufferIsWithinAlloced(payload + 48, 0).ShouldBeTrue("an empty buffer at the end");
        heap.Heap.BufferIsWithinAlloced(payload, 49).ShouldBeFalse();
        heap.Heap.BufferIsWithinAlloced(payload - 1, 1).ShouldBeFalse();
        heap.Heap.BufferIsWithinAlloced(payload - 1, 0).ShouldBeFalse();
        heap.Heap.BufferIsWithinAlloced(payload + 49, 0).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_buffer_that_wraps_around_is_never_within(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong payload = heap.Malloc(48);

        heap.Heap.BufferIsWithinAlloced(payload, variant.SizeMax).ShouldBeFalse();
        heap.Heap.BufferIsWithinAlloced(payload, variant.SizeMax - payload + 1).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Neither_free_memory_nor_two_neighbouring_payloads_count(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong upper = heap.Malloc(48);
        ulong lower = heap.Malloc(48);

        heap.Heap.BufferIsWithinAlloced(0x1010, 8).ShouldBeFalse();
        heap.Heap.BufferIsWithinAlloced(lower, upper - lower + 48).ShouldBeFalse();
    }

    [Fact]
    public void Slack_counts_without_debug_headers_and_not_with_them()
    {
        TestHeap plain = TestHeap.Small(HeapVariant.Ilp32);
        TestHeap mdbg = TestHeap.Small(HeapVariant.Ilp32Mdbg);

        plain.Heap.BufferIsWithinAlloced(plain.Malloc(5), 8).ShouldBeTrue();
        mdbg.Heap.BufferIsWithinAlloced(mdbg.Malloc(5), 6).ShouldBeFalse();
    }

    [Fact]
    public void The_query_on_a_heap_without_pools_reads_the_array_at_NULL()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        Action query = () => heap.Heap.BufferIsWithinAlloced(0x1000, 1);

        query.ShouldAbortAt(0);
    }

    [Fact]
    public void A_payload_size_above_the_block_panics()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(28);
        heap.SetWord(payload - 8, 0x38 - 8 + 1);

        Action query = () => heap.Heap.BufferIsWithinAlloced(0, 0);

        query.ShouldAssertAt("bget_malloc.c:614", payload);
    }

    [Fact]
    public void The_check_of_the_payload_size_forgets_the_debug_header()
    {
        // As in the original: 48 usable bytes, of which 16 are the debug header, pass for a payload of 48.
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(28);
        heap.SetWord(payload - 8, 0x38 - 8);

        heap.Heap.BufferIsWithinAlloced(payload, 48).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-4)]
    public void A_block_without_usable_bytes_panics(long bsize)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong payload = heap.Malloc(8);
        heap.SetBSize(heap.BlockOf(payload), bsize);

        Action query = () => heap.Heap.BufferIsWithinAlloced(0, 0);

        query.ShouldAssertAt("bget_malloc.c:458", payload);
    }

    [Theory]
    [InlineData(0x1100UL, 16UL)]
    [InlineData(0x5000_0000UL, 16UL)]
    [InlineData(0x5000_0000UL, 0xffff_ffffUL)]
    [InlineData(0UL, 0UL)]
    public void Every_buffer_overlaps_a_heap_that_has_a_pool(ulong address, ulong length)
    {
        TestHeap.Small(HeapVariant.Ilp32).Heap.BufferOverlapsHeap(address, length).ShouldBeTrue();
        TestHeap.Empty(HeapVariant.Ilp32).Heap.BufferOverlapsHeap(address, length).ShouldBeFalse();
    }
}
