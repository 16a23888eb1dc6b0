using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

/// <summary>malloc_buffer_overlaps_heap from 3.20 on, with a pool from 0x1000 to 0x1400.</summary>
public class OverlapTests
{
    [Theory]
    [InlineData(0x0f00UL, 0x100UL, false, "ends where the pool starts")]
    [InlineData(0x0f00UL, 0x101UL, true, "ends inside")]
    [InlineData(0x1000UL, 0UL, true, "starts inside")]
    [InlineData(0x13ffUL, 1UL, true, "starts at the last byte")]
    [InlineData(0x1400UL, 1UL, false, "starts behind")]
    [InlineData(0x0f00UL, 0x500UL, false, "ends exactly at the end: missed")]
    [InlineData(0x0f00UL, 0x1000UL, false, "encloses the pool: missed")]
    [InlineData(0xffff_ff00UL, 0x100UL, true, "wraps around")]
    public void A_buffer_is_compared_with_each_pool(ulong address, ulong length, bool overlaps, string why)
    {
        TestHeap.Small(HeapVariant.Ilp32 with { Release = "3.20" }).Heap.BufferOverlapsHeap(address, length).ShouldBe(overlaps, why);
        TestHeap.Small(HeapVariant.Ilp32 with { Release = "3.19" }).Heap.BufferOverlapsHeap(address, length)
            .ShouldBeTrue("as soon as there is a pool");
        TestHeap.Empty(HeapVariant.Ilp32 with { Release = "3.20" }).Heap.BufferOverlapsHeap(address, length).ShouldBeFalse("no pool");
    }
}
