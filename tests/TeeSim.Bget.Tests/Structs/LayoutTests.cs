using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Structs;

/// <summary>Offsets of every field, read from the bytes.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("Ilp32", 96)]
    [InlineData("Lp64", 136)]
    public void The_context_has_the_size_of_the_C_struct(string abi, int size) =>
        Heap.ContextSize(Enum.Parse<Abi>(abi)).ShouldBe(size);

    [Fact]
    public void A_free_block_has_prevfree_bsize_and_two_links()
    {
        foreach (HeapVariant variant in new[] { HeapVariant.Ilp32, HeapVariant.Lp64 })
        {
            TestHeap heap = TestHeap.Small(variant);
            ulong w = variant.Word;

            heap.Word(0x1000).ShouldBe(0UL);
            heap.Word(0x1000 + w).ShouldBe((ulong)heap.Heap.FreeList.Single().Size);
            heap.Word(0x1000 + 2 * w).ShouldBe(TestHeap.Context);
            heap.Word(0x1000 + 3 * w).ShouldBe(TestHeap.Context);
            heap.Word(TestHeap.Context + 2 * w).ShouldBe(0x1000UL);
            heap.Word(TestHeap.Context + 3 * w).ShouldBe(0x1000UL);
        }
    }

    [Fact]
    public void The_context_counts_behind_its_list_head()
    {
        foreach (HeapVariant variant in new[] { HeapVariant.Ilp32, HeapVariant.Lp64 })
        {
            TestHeap heap = TestHeap.Small(variant);
            heap.Heap.Free(heap.Malloc(8));
            ulong w = variant.Word;

            heap.Word(TestHeap.Context + 4 * w).ShouldBe(heap.Heap.Stats.Allocated, "totalloc");
            heap.Word(TestHeap.Context + 5 * w).ShouldBe(2UL, "numget");
            heap.Word(TestHeap.Context + 6 * w).ShouldBe(1UL, "numrel");
            heap.Word(TestHeap.Context + 7 * w).ShouldBe(heap.Told[0].Address, "pool");
            heap.Word(TestHeap.Context + 8 * w).ShouldBe(1UL, "pool_len");
            heap.Memory.Read<uint>(TestHeap.Context + 9 * w + 32 + 8).ShouldBe(0x400u, "mstats.size");
        }
    }

    [Fact]
    public void An_allocated_block_has_a_negative_bsize_and_the_free_bytes_before_it()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64);

        ulong block = heap.BlockOf(heap.Malloc(40));

        heap.BSize(block).ShouldBe(-64);
        heap.Word(block).ShouldBe((ulong)heap.Heap.FreeList.Single().Size);
    }

    [Fact]
    public void The_debug_header_on_ILP32_has_file_line_size_and_magic_in_16_bytes()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);

        ulong payload = heap.Heap.Malloc(5, heap.Site(77));

        heap.Memory.Read<uint>(payload - 16).ShouldBe((uint)heap.Site(0).File);
        heap.Memory.Read<ushort>(payload - 12).ShouldBe((ushort)77);
        heap.Memory.Read<uint>(payload - 8).ShouldBe(5u);
        heap.Memory.Read<uint>(payload - 4).ShouldBe(0xadadadadu);
        heap.Memory.Read<uint>(payload + 8).ShouldBe(0xececececu);
    }

    [Fact]
    public void The_debug_header_on_LP64_has_its_padding_at_the_end_of_32_bytes()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Lp64Mdbg);

        ulong payload = heap.Heap.Malloc(5, heap.Site(77));

        heap.Memory.Read<ulong>(payload - 32).ShouldBe(heap.Site(0).File);
        heap.Memory.Read<ushort>(payload - 24).ShouldBe((ushort)77);
        heap.Memory.Read<uint>(payload - 20).ShouldBe(5u);
        heap.Memory.Read<uint>(payload - 16).ShouldBe(0xadadadadu);
        heap.Memory.Read<uint>(payload + 8).ShouldBe(0xececececu);
    }

    [Fact]
    public void Header_padding_is_never_written()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Memory.WriteBytes(0x1100, 0x280).Fill(0x99);

        ulong payload = heap.Malloc(0x290);

        heap.Memory.Read<ushort>(payload - 10).ShouldBe((ushort)0x9999);
    }
}
