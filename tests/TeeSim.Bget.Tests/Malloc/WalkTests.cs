using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

/// <summary>What <c>bpool_foreach</c> notices on its way.</summary>
public class WalkTests
{
    public static TheoryData<HeapVariant> Mdbg => [.. HeapVariant.All.Where(v => v.Mdbg)];

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void A_damaged_backward_link(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBLink(0x1000, 0x1100);

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAssertAt("bget_malloc.c:311", 0x1000);
    }

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void A_damaged_forward_link(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetFLink(0x1000, 0x1100);

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAssertAt("bget_malloc.c:312", 0x1000);
    }

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void A_block_of_size_0_hangs_the_core(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBSize(0x1000, 0);

        Action check = () => heap.Heap.MdbgCheck();
        Action blocks = () => _ = heap.Heap.Blocks.Count();

        check.ShouldHangAt(0x1000).Message.ShouldBe("the core hangs in bpool_foreach: a block of size 0 has no successor, address 0x1000");
        blocks.ShouldHangAt(0x1000);
    }

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void A_size_of_0_in_an_allocated_block_fails_on_its_stale_links_first(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong payload = heap.Malloc(64);
        ulong block = heap.BlockOf(payload);
        heap.SetFLink(block, 0x1100);
        heap.SetBLink(block, 0x1100);
        heap.SetBSize(block, 0);

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAssertAt("bget_malloc.c:311", block);
    }

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void A_size_that_leads_out_of_the_pool_is_a_data_abort(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.SetBSize(0x1000, 0x2000);

        Action check = () => heap.Heap.MdbgCheck();

        check.ShouldAbortAt(0x3000);
    }

    [Fact]
    public void Sizes_that_lead_around_the_address_space_hang_the_core()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);
        heap.Memory.AddSegment("half way", 0x8000_0000, 0x2000);
        heap.Memory.AddSegment("further", 0xc000_1000, 0x100);
        heap.SetBSize(0x1000, -0x7fff_fff0);
        heap.SetBSize(0x8000_0ff0, -0x4000_0010);
        heap.SetBSize(0xc000_1000, -0x4000_0000);

        Action query = () => heap.Heap.BufferIsWithinAlloced(0x10, 0x10);

        query.ShouldHangAt(0x1000).Message.ShouldBe("the core hangs in bpool_foreach: the blocks run in a circle, address 0x1000");
    }

    [Theory]
    [MemberData(nameof(Mdbg))]
    public void The_check_changes_nothing(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        heap.Malloc(30);
        var before = heap.Memory.Snapshot();

        heap.Heap.MdbgCheck().Count.ShouldBe(2);

        heap.Memory.Snapshot().ShouldBe(before);
    }

    [Fact]
    public void Blocks_of_a_sound_heap_are_described_with_their_payloads()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        ulong payload = heap.Malloc(5);

        heap.Heap.Blocks.ShouldBe(
        [
            new HeapBlock(0x1000, 0x400 - 8 - 40 - 40, true, 0, 0),
            new HeapBlock(payload - 24, 40, false, payload, 5),
            new HeapBlock(0x13d0, 40, false, 0x13e8, 8),
        ]);
    }
}
