using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

/// <summary>
/// The specification's worked example: pool 0x1000 of 0x400 bytes; a = 1, b = 100, c = 28 bytes; free b; d = 90, e = 64 bytes.
/// </summary>
public class WorkedExampleTests
{
    public static TheoryData<HeapVariant, ulong[], string, uint> Rows => new()
    {
        { HeapVariant.Ilp32, [0x13f0, 0x13e0, 0x1370, 0x1348, 0x12e0, 0x1298], "0x1000:656 0x1368:112", 248 },
        { HeapVariant.Ilp32Mdbg, [0x13e8, 0x13c8, 0x1348, 0x1310, 0x1298, 0x1238], "0x1000:544 0x1330:128", 344 },
        { HeapVariant.Lp64, [0x13e0, 0x13c0, 0x1340, 0x1310, 0x12a0, 0x1250], "0x1000:576 0x1330:128", 304 },
        { HeapVariant.Lp64Mdbg, [0x13d0, 0x1390, 0x12f0, 0x12a0, 0x1210, 0x1190], "0x1000:352 0x12c0:160", 496 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Addresses_free_list_and_total_are_as_specified(HeapVariant variant, ulong[] addresses, string freeList, uint allocated)
    {
        (TestHeap heap, ulong[] got) = Run(variant);

        got.ShouldBe(addresses);
        heap.FreeListText.ShouldBe(freeList);
        heap.Heap.Stats.Allocated.ShouldBe(allocated);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Best_fit_reuses_the_hole_that_first_fit_leaves(HeapVariant variant, ulong[] addresses, string freeList, uint allocated)
    {
        (TestHeap heap, ulong[] got) = Run(variant with { BestFit = true });

        got[4].ShouldBeGreaterThan(addresses[4], "d lies in b's hole");
        heap.FreeListText.ShouldNotBe(freeList);
        heap.Heap.Stats.Allocated.ShouldBeGreaterThanOrEqualTo(allocated);
    }

    [Theory]
    [InlineData(false, "bget.c:901", 0x1290)]
    [InlineData(true, "bget_malloc.c:536", 0x1238)]
    public void Freeing_e_twice_stops_where_the_real_code_stopped(bool mdbg, string position, ulong address)
    {
        (TestHeap heap, ulong[] got) = Run(HeapVariant.Ilp32 with { Mdbg = mdbg });
        heap.Heap.Free(got[5]);

        Action again = () => heap.Heap.Free(got[5]);

        again.ShouldAssertAt(position, address);
    }

    [Fact]
    public void Freeing_an_isolated_block_twice_finds_a_block_that_is_free()
    {
        (TestHeap heap, ulong[] got) = Run(HeapVariant.Ilp32);
        heap.Heap.Free(got[4]);

        Action again = () => heap.Heap.Free(got[4]);

        again.ShouldAssertAt("bget.c:895", 0x12d8);
    }

    [Theory]
    [InlineData("Ilp32", 8u)]
    [InlineData("Lp64", 16u)]
    public void Mdbg_check_lists_them_by_ascending_address(string abi, uint array)
    {
        (TestHeap heap, ulong[] got) = Run(abi == "Ilp32" ? HeapVariant.Ilp32Mdbg : HeapVariant.Lp64Mdbg);

        IReadOnlyList<MdbgEntry> entries = heap.Heap.MdbgCheck();

        entries.Select(e => e.Size).ShouldBe([64u, 90u, 28u, 1u, array]);
        entries.Select(e => e.Payload).ShouldBe([got[5], got[4], got[3], got[1], got[0]]);
    }

    // Returns the array, a, b, c, d, e, in this order.
    private static (TestHeap Heap, ulong[] Addresses) Run(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong array = heap.Told[0].Address;
        ulong a = heap.Malloc(1);
        ulong b = heap.Malloc(100);
        ulong c = heap.Malloc(28);
        heap.Heap.Free(b);
        ulong d = heap.Malloc(90);
        ulong e = heap.Malloc(64);
        return (heap, [array, a, b, c, d, e]);
    }
}
