using TeeSim.Core.Events;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class AllocateTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Malloc_of_0_bytes_gives_a_buffer_of_its_own(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);

        ulong first = heap.Malloc(0);
        ulong second = heap.Malloc(0);

        first.ShouldNotBe(0UL);
        second.ShouldNotBeOneOf(0UL, first);
    }

    [Theory]
    [InlineData("ILP32", 0, 16)]
    [InlineData("ILP32", 8, 16)]
    [InlineData("ILP32", 9, 24)]
    [InlineData("ILP32 mdbg", 0, 32)]
    [InlineData("ILP32 mdbg", 4, 32)]
    [InlineData("ILP32 mdbg", 5, 40)]
    [InlineData("ILP32 mdbg", 28, 0x38)]
    [InlineData("ILP32 mdbg", 32, 0x40)]
    [InlineData("LP64", 0, 32)]
    [InlineData("LP64", 16, 32)]
    [InlineData("LP64", 17, 48)]
    [InlineData("LP64 mdbg", 12, 64)]
    [InlineData("LP64 mdbg", 13, 80)]
    public void A_block_has_the_bytes_that_headers_footer_and_rounding_ask_for(string build, ulong payload, uint block)
    {
        TestHeap heap = TestHeap.Small(Variant(build));
        uint before = heap.Heap.Stats.Allocated;

        heap.Malloc(payload);

        (heap.Heap.Stats.Allocated - before).ShouldBe(block);
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(24, 24)]
    [InlineData(32, 32)]
    [InlineData(40, 16)]
    public void A_hole_is_split_only_when_more_than_a_smallest_block_remains(ulong holeBlock, uint taken)
    {
        // Remainders of 0, 8, 16 and 24 bytes; only 24 is more than 16.
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { BestFit = true });
        heap.Malloc(8);
        ulong hole = heap.Malloc(holeBlock - 8);
        heap.Malloc(8);
        heap.Heap.Free(hole);
        uint before = heap.Heap.Stats.Allocated;

        ulong got = heap.Malloc(8);

        (heap.Heap.Stats.Allocated - before).ShouldBe(taken);
        got.ShouldBe(hole + holeBlock - taken);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Malloc_leaves_the_bytes_as_they_were(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.Memory.WriteBytes(0x1100, 0x200).Fill(0xa5);

        ulong payload = heap.Malloc(0x280);

        heap.Memory.Read<byte>(0x1200).ShouldBe((byte)0xa5);
        payload.ShouldBeLessThan(0x1200UL);
    }

    [Theory]
    [InlineData("ILP32", 11, 16)]
    [InlineData("LP64", 20, 32)]
    public void Calloc_clears_the_rounding_slack_too(string build, ulong size, ulong usable)
    {
        TestHeap heap = TestHeap.Small(Variant(build));
        ulong dirty = heap.Malloc(0x200);
        heap.Memory.WriteBytes(dirty, 0x200).Fill(0xff);
        heap.Heap.Free(dirty);

        ulong payload = heap.Calloc(1, size);

        heap.Memory.ReadBytes(payload, usable).ToArray().ShouldAllBe(b => b == 0);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Calloc_whose_product_overflows_fails_and_reports_the_wrapped_size(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong half = variant.SizeMax / 2 + 1;

        ulong payload = heap.Calloc(half, 2);
        ulong wrapped = heap.Calloc(half + 3, 2);

        payload.ShouldBe(0UL);
        wrapped.ShouldBe(0UL);
        heap.Heap.Stats.NumAllocFail.ShouldBe(2u);
        heap.Heap.Stats.BiggestAllocFail.ShouldBe(6u, "the product modulo the size of size_t");
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Requests_above_LONG_MAX_fail_at_once(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        long gets = heap.Heap.Bstats.NumGet;

        foreach (ulong size in new[] { variant.LongMax - 8, variant.LongMax, variant.LongMax + 1, variant.SizeMax - 3, variant.SizeMax })
        {
            heap.Malloc(size).ShouldBe(0UL);
            heap.Calloc(size, 1).ShouldBe(0UL);
            heap.Realloc(0, size).ShouldBe(0UL);
        }

        heap.Heap.Bstats.NumGet.ShouldBe(gets);
        heap.Heap.Stats.NumAllocFail.ShouldBe(15u);
        heap.Heap.Stats.BiggestAllocFail.ShouldBe((uint)variant.SizeMax);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Realloc_to_0_bytes_moves_to_a_smallest_block_and_does_not_free(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong old = heap.Malloc(40);

        ulong moved = heap.Realloc(old, 0);

        moved.ShouldNotBeOneOf(0UL, old);
        heap.Heap.Blocks.Count(b => !b.IsFree).ShouldBe(2, "the pool array and the moved buffer");
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Realloc_of_nothing_is_malloc(HeapVariant variant)
    {
        TestHeap reallocated = TestHeap.Small(variant);
        TestHeap allocated = TestHeap.Small(variant);

        reallocated.Heap.Realloc(0, 50, reallocated.Site(9)).ShouldBe(allocated.Heap.Malloc(50, allocated.Site(9)));

        reallocated.Memory.Snapshot().ShouldBe(allocated.Memory.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Realloc_moves_even_when_it_shrinks_and_keeps_what_fits(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong old = heap.Malloc(64);
        for (ulong i = 0; i < 64; i++) heap.Memory.Write<byte>(old + i) = (byte)(i + 1);

        ulong moved = heap.Realloc(old, 16);

        moved.ShouldNotBe(old);
        heap.Memory.ReadBytes(moved, 16).ToArray().ShouldBe(Enumerable.Range(1, 16).Select(i => (byte)i));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_realloc_that_fails_keeps_the_old_block(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong old = heap.Malloc(32);
        heap.Memory.WriteBytes(old, 32).Fill(0x77);
        HeapBlock[] before = [.. heap.Heap.Blocks];

        ulong tooLarge = heap.Realloc(old, 0x1000);
        ulong overflow = heap.Realloc(old, variant.SizeMax);

        tooLarge.ShouldBe(0UL);
        overflow.ShouldBe(0UL);
        heap.Heap.Blocks.ShouldBe(before);
        heap.Memory.ReadBytes(old, 32).ToArray().ShouldAllBe(b => b == 0x77);
    }

    [Fact]
    public void Realloc_needs_room_for_both_blocks()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        ulong old = heap.Malloc(600);

        heap.Realloc(old, 500).ShouldBe(0UL);
        heap.Realloc(old, 300).ShouldNotBe(0UL);
    }

    [Fact]
    public void Every_request_and_release_is_an_event()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Told.Clear();

        ulong first = heap.Malloc(10);
        ulong second = heap.Realloc(first, 20);
        heap.Heap.Free(second);
        heap.Malloc(5000);

        heap.Told.Select(e => (e.Kind, e.Address, e.Size, e.Site.Line)).ShouldBe(
        [
            (TeeEventKind.Allocated, first, 10UL, 1),
            (TeeEventKind.Freed, first, 0UL, 0),
            (TeeEventKind.Allocated, second, 20UL, 3),
            (TeeEventKind.Freed, second, 0UL, 0),
            (TeeEventKind.AllocationFailed, 0UL, 5000UL, 1),
        ]);
    }

    private static HeapVariant Variant(string build) => build switch
    {
        "ILP32" => HeapVariant.Ilp32,
        "ILP32 mdbg" => HeapVariant.Ilp32Mdbg,
        "LP64" => HeapVariant.Lp64,
        _ => HeapVariant.Lp64Mdbg,
    };
}
