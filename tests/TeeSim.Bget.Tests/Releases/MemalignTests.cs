using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

public class MemalignTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All.Select(v => v with { Release = "4.10" })];

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_payload_is_aligned_not_its_headers(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Empty(variant).WithPool(0x1000, 0x4000);

        for (ulong alignment = 1; alignment <= 0x1000; alignment *= 2)
        {
            ulong payload = heap.Memalign(alignment, 100);
            payload.ShouldNotBe(0UL);
            (payload % Math.Max(alignment, variant.BlockHeader)).ShouldBe(0UL);
            heap.Heap.Validate().ShouldBeEmpty();
        }
    }

    [Fact]
    public void What_remains_behind_an_aligned_block_joins_the_tail_of_the_free_list()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        // The free block is 0x1000 to 0x13e8; 0x1300 is the last multiple of 256 with room for 32 bytes behind it.
        heap.Memalign(256, 32).ShouldBe(0x1300UL);

        heap.FreeListText.ShouldBe("0x1000:760 0x1320:200");
        heap.Heap.Stats.Allocated.ShouldBe(16u + 40);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void A_small_rest_behind_an_aligned_block_stays_in_it()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        // Behind 0x13c0 there are 40 bytes, 8 more than a payload of 32 needs.
        heap.Memalign(64, 32).ShouldBe(0x13c0UL);

        heap.FreeListText.ShouldBe("0x1000:952");
        heap.Heap.Stats.Allocated.ShouldBe(16u + 48);
    }

    [Fact]
    public void A_block_whose_front_could_not_be_a_block_is_passed_over()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        // The last multiple of 0x400 is the sentinel's end, the one before lies in front of the first payload.
        heap.Memalign(0x400, 32).ShouldBe(0UL);

        heap.Heap.Stats.NumAllocFail.ShouldBe(1u);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(24UL)]
    [InlineData(0x8000_0001UL)]
    public void A_bad_alignment_gives_nothing_and_is_no_failure(ulong alignment)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        heap.Memalign(alignment, 16).ShouldBe(0UL);

        heap.Heap.Stats.NumAllocFail.ShouldBe(0u);
    }

    [Fact]
    public void An_alignment_of_the_sign_bit_is_a_failure()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        heap.Memalign(0x8000_0000, 16).ShouldBe(0UL);

        heap.Heap.Stats.NumAllocFail.ShouldBe(1u);
        heap.Heap.Stats.BiggestAllocFail.ShouldBe(16u);
    }

    [Fact]
    public void Up_to_3_11_there_is_no_memalign()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "3.11" });

        Should.Throw<NotSupportedException>(() => heap.Memalign(16, 16)).Message.ShouldBe("memalign exists from 3.12 on");
    }

    [Fact]
    public void Mdbg_lists_an_aligned_buffer_with_its_caller()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64Mdbg with { Release = "4.10" });

        ulong payload = heap.Heap.Memalign(64, 20, heap.Site(88));

        heap.Heap.MdbgCheck()[0].ShouldBe(new MdbgEntry(payload, 20, heap.Site(0).File, 88));
    }
}
