using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

/// <summary>From 4.6 on the statistics tell how fragmented the free memory is.</summary>
public class Free2SumTests
{
    [Theory]
    [InlineData("4.5", false)]
    [InlineData("4.6", true)]
    public void The_sum_exists_from_4_6_on(string release, bool exists) =>
        TestHeap.Small(HeapVariant.Ilp32 with { Release = release }).Heap.Stats.Free2Sum.ShouldBe(exists ? 1000UL * 1000 : null);

    [Fact]
    public void It_follows_splits_merges_and_surpluses()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });

        ulong payload = heap.Memalign(256, 32);
        heap.Heap.Stats.Free2Sum.ShouldBe(760UL * 760 + 200 * 200);
        heap.Heap.Free(payload);
        heap.Heap.Stats.Free2Sum.ShouldBe(1000UL * 1000);
    }

    [Theory]
    [InlineData("ILP32", 40 + 32)]
    [InlineData("LP64", 72 + 32)]
    public void It_lies_behind_the_pool_s_name(string build, int offset)
    {
        TestHeap heap = TestHeap.Small((build == "ILP32" ? HeapVariant.Ilp32 : HeapVariant.Lp64) with { Release = "4.10" });

        heap.Memory.Read<ulong>(TestHeap.Context + (ulong)offset).ShouldBe(heap.Heap.Stats.Free2Sum!.Value);
        heap.Memory.Read<uint>(TestHeap.Context + (ulong)offset + 8 + 8).ShouldBe(0x400u, "size");
    }

    [Fact]
    public void Validate_tells_when_it_is_wrong()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });
        heap.Memory.Write<ulong>(TestHeap.Context + 72) += 5;

        heap.Heap.Validate().ShouldBe(["free2_sum is 1000005, the free blocks' squares sum up to 1000000"]);
    }

    [Fact]
    public void A_damaged_free_block_panics_at_the_next_call_wherever_it_is()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });
        ulong hole = heap.Malloc(40);
        ulong other = heap.Malloc(40);
        heap.Heap.Free(hole);
        heap.SetBSize(heap.BlockOf(hole), 40);

        Action free = () => heap.Heap.Free(other);

        free.ShouldAssertAt("bget.c:0", TestHeap.Context);
    }
}
