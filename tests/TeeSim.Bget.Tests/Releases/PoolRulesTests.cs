using TeeSim.Core;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

/// <summary>From 3.15 on a range that can't be used is skipped, and the first pool must have 1024 bytes.</summary>
public class PoolRulesTests
{
    [Theory]
    [InlineData(0x1000UL, 0UL)]
    [InlineData(0x1001UL, 7UL)]
    [InlineData(0x1001UL, 6UL)]
    [InlineData(0xffff_f000UL, 0x1000UL)]
    public void An_empty_or_inverted_range_is_skipped(ulong address, ulong length)
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg with { Release = "3.15" });

        heap.Heap.MallocAddPool(address, length).ShouldBeFalse();

        heap.Lines.ShouldHaveSingleItem().ShouldEndWith("Skipping too small pool");
    }

    [Fact]
    public void The_same_range_is_a_panic_up_to_3_14()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32 with { Release = "3.14" });

        Action add = () => heap.Heap.MallocAddPool(0x1000, 0);

        add.ShouldAssertAt("bget_malloc.c:743", 0x1000);
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void The_first_pool_needs_1024_bytes(int length, bool taken)
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg with { Release = "3.15" });
        heap.Memory.AddSegment("pool", 0x1000, length);

        heap.Heap.MallocAddPool(0x1000, (ulong)length).ShouldBe(taken);

        if (taken) heap.Lines.ShouldBeEmpty();
        else heap.Lines.ShouldHaveSingleItem().ShouldEndWith("Skipping too small initial pool");
    }

    [Theory]
    [InlineData("ILP32", 23, 24)]
    [InlineData("LP64", 47, 48)]
    public void Further_pools_need_a_header_and_a_free_block(string build, int tooSmall, int enough)
    {
        TestHeap heap = TestHeap.Small((build == "ILP32" ? HeapVariant.Ilp32 : HeapVariant.Lp64) with { Release = "4.10" });
        heap.Memory.AddSegment("small", 0x2000, tooSmall);
        heap.Memory.AddSegment("enough", 0x3000, enough);

        heap.Heap.MallocAddPool(0x2000, (ulong)tooSmall).ShouldBeFalse();
        heap.Heap.MallocAddPool(0x3000, (ulong)enough).ShouldBeTrue();

        heap.Heap.Pools.ShouldBe([new AddressRange(0x1000, 0x400), new AddressRange(0x3000, (ulong)enough)]);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("3.6", 743)]
    [InlineData("3.10", 755)]
    [InlineData("3.12", 787)]
    [InlineData("4.4", 936)]
    [InlineData("4.10", 831)]
    public void The_pool_array_has_its_release_s_call_site(string release, int line)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg with { Release = release });

        MdbgEntry entry = heap.Heap.MdbgCheck().ShouldHaveSingleItem();

        entry.Line.ShouldBe(line);
        heap.Memory.ReadString(entry.File).ShouldBe("lib/libutils/isoc/bget_malloc.c");
    }
}
