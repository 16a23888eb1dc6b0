using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Releases;

public class FreeRulesTests
{
    [Theory]
    [InlineData("3.19", 0x1010UL)]
    [InlineData("3.20", 0x1398UL)]
    public void Wiping_a_buffer_that_joins_the_block_in_front_starts_where_the_release_starts(string release, ulong start)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = release });
        ulong payload = heap.Malloc(72);
        payload.ShouldBe(0x1398UL + 8);

        heap.Heap.FreeWipe(payload);

        heap.Memory.ReadBytes(start, 0x13e8 - start).ContainsAnyExcept((byte)0x55).ShouldBeFalse();
        heap.Memory.Read<byte>(start - 1).ShouldNotBe((byte)0x55);
    }

    [Theory]
    [InlineData("3.19", 100)]
    [InlineData("3.20", 8 + 16)]
    public void Wiping_a_buffer_in_front_of_a_free_block_goes_as_far_as_the_release_goes(string release, int behind)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = release });
        ulong next = heap.Malloc(104);
        ulong payload = heap.Malloc(8);
        ulong guard = heap.Malloc(8);
        heap.Heap.Free(next);

        heap.Heap.FreeWipe(payload);

        ulong start = payload + 8;
        ulong wiped = (ulong)behind - 8;
        heap.Memory.ReadBytes(start, wiped).ContainsAnyExcept((byte)0x55).ShouldBeFalse();
        (heap.Memory.Read<byte>(start + wiped) == 0x55).ShouldBe(release == "3.19");
        guard.ShouldBeLessThan(payload);
    }

    [Theory]
    [InlineData("4.7", "bget.c:895")]
    [InlineData("4.10", "bget_malloc.c:458")]
    public void A_double_free_without_mdbg_stops_in_4_10_when_the_size_is_asked_for(string release, string position)
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = release });
        ulong payload = heap.Malloc(16);
        heap.Malloc(16);
        ulong front = heap.Malloc(16);
        heap.Heap.Free(payload);

        Action again = () => heap.Heap.Free(payload);

        again.ShouldAssertAt(position, release == "4.10" ? payload : heap.BlockOf(payload));
        front.ShouldNotBe(0UL);
    }
}
