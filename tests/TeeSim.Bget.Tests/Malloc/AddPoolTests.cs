using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

public class AddPoolTests
{
    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    [Fact]
    public void A_fresh_pool_is_one_free_block_the_pool_array_and_a_sentinel()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32);

        heap.Heap.Blocks.ShouldBe([new HeapBlock(0x1000, 1000, true, 0, 0), new HeapBlock(0x13e8, 16, false, 0x13f0, 8)]);
        heap.Word(0x13f8).ShouldBe(0UL, "the block before the sentinel is allocated");
        heap.BSize(0x13f8).ShouldBe(int.MinValue);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Both_ends_are_rounded_inwards(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Empty(variant).WithPool(0x1003, 0x400);

        ulong quant = variant.BlockHeader;
        heap.Heap.Pools.ShouldBe([new AddressRange(0x1000 + quant, 0x400 - quant)]);
        heap.Heap.Stats.Size.ShouldBe((uint)(0x400 - quant));
    }

    [Theory]
    [InlineData("ILP32", 23, 24)]
    [InlineData("LP64", 47, 48)]
    public void A_pool_that_cannot_hold_its_own_array_is_skipped(string build, int tooSmall, int enough)
    {
        HeapVariant variant = build == "ILP32" ? HeapVariant.Ilp32 : HeapVariant.Lp64;
        TestHeap heap = TestHeap.Empty(variant);
        heap.Memory.AddSegment("small", 0x1000, tooSmall);
        heap.Memory.AddSegment("enough", 0x2000, enough);

        heap.Heap.MallocAddPool(0x1000, (ulong)tooSmall).ShouldBeFalse();
        heap.Heap.MallocAddPool(0x2000, (ulong)enough).ShouldBeTrue();

        heap.Heap.Pools.ShouldBe([new AddressRange(0x2000, (ulong)enough)]);
        heap.FreeListText.ShouldBe("", "the array took all of it");
    }

    [Fact]
    public void Skipping_a_pool_is_said_at_level_debug()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Memory.AddSegment("small", 0x8000, 16);

        heap.Heap.MallocAddPool(0x8000, 16);

        heap.Lines.ShouldHaveSingleItem().ShouldEndWith("Skipping too small pool");
    }

    [Theory]
    [InlineData(0x1001UL, 7UL)]
    [InlineData(0x1000UL, 0UL)]
    [InlineData(0x1000UL, 7UL)]
    public void A_range_without_one_whole_quantum_panics(ulong address, ulong length)
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        Action add = () => heap.Heap.MallocAddPool(address, length);

        add.ShouldAssertAt("bget_malloc.c:743", address);
    }

    [Fact]
    public void A_range_that_ends_at_the_top_of_a_32_bit_address_space_wraps_and_panics()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);
        heap.Memory.AddSegment("top", 0xffff_f000, 0x1000);

        Action add = () => heap.Heap.MallocAddPool(0xffff_f000, 0x1000);

        add.ShouldAssertAt("bget_malloc.c:743", 0xffff_f000);
    }

    [Theory]
    [InlineData("ILP32", 24)]
    [InlineData("ILP32", 40)]
    [InlineData("LP64", 48)]
    [InlineData("LP64", 95)]
    public void With_mdbg_a_first_pool_without_room_for_the_array_panics(string build, int length)
    {
        TestHeap heap = TestHeap.Empty(build == "ILP32" ? HeapVariant.Ilp32Mdbg : HeapVariant.Lp64Mdbg);
        heap.Memory.AddSegment("small", 0x1000, length);

        Action add = () => heap.Heap.MallocAddPool(0x1000, (ulong)length);

        add.ShouldAssertAt("bget_malloc.c:756", 0x1000);
        heap.Heap.Stats.NumAllocFail.ShouldBe(1u);
    }

    [Theory]
    [InlineData("ILP32", 48)]
    [InlineData("LP64", 96)]
    public void With_mdbg_a_first_pool_with_just_that_room_is_taken(string build, int length)
    {
        TestHeap heap = TestHeap.Empty(build == "ILP32" ? HeapVariant.Ilp32Mdbg : HeapVariant.Lp64Mdbg).WithPool(0x1000, (ulong)length);

        heap.Heap.Blocks.ShouldHaveSingleItem().IsFree.ShouldBeFalse();
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Each_added_pool_moves_the_array_and_the_old_one_is_freed(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong first = heap.Told[^1].Address;
        heap.Malloc(8);

        heap.WithPool(0x8000, 0x400);

        ulong second = heap.Told[^1].Address;
        second.ShouldNotBe(first);
        heap.Heap.FreeList.Select(b => b.Address).ShouldBe([0x1000UL, 0x8000, heap.BlockOf(first)]);
        heap.Word(second).ShouldBe(0x1000UL);
        heap.Word(second + 3 * variant.Word).ShouldBe(0x400UL);
        heap.Heap.Pools.ShouldBe([new AddressRange(0x1000, 0x400), new AddressRange(0x8000, 0x400)]);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_new_pool_joins_the_tail_and_is_used_when_the_first_is_full(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant).WithPool(0x8000, 0x800);

        ulong payload = heap.Malloc(0x500);

        payload.ShouldBeInRange(0x8000UL, 0x8800UL);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Pools_that_touch_each_other_are_never_merged(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant).WithPool(0x1400, 0x400);
        ulong[] payloads = [.. Enumerable.Range(0, 6).Select(_ => heap.Malloc(200)).Where(p => p != 0)];

        foreach (ulong payload in payloads) heap.Heap.Free(payload);

        payloads.Length.ShouldBeGreaterThan(3);
        heap.Heap.Blocks.ShouldAllBe(b => b.Address + (ulong)b.Size <= (b.Address < 0x1400 ? 0x1400UL : 0x1800UL) - variant.BlockHeader);
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void The_array_is_a_buffer_of_malloc_add_pool_in_the_mdbg_listing()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg).WithPool(0x8000, 0x400);

        MdbgEntry entry = heap.Heap.MdbgCheck().ShouldHaveSingleItem();

        entry.Size.ShouldBe(16u);
        entry.Line.ShouldBe(755);
        heap.Memory.ReadString(entry.File).ShouldBe("lib/libutils/isoc/bget_malloc.c");
    }

    [Fact]
    public void A_pool_larger_than_LONG_MAX_panics_in_bpool()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        Action add = () => heap.Heap.MallocAddPool(0x1000, 0x8000_0010);

        add.ShouldAssertAt("bget.c:1052", 0x1000);
    }

    [Fact]
    public void A_pool_where_no_memory_is_gives_a_data_abort()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        Action add = () => heap.Heap.MallocAddPool(0x5000_0000, 0x400);

        add.ShouldAbortAt(0x5000_0000);
    }

    [Fact]
    public void A_heap_without_pools_gives_nothing_out()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        heap.Malloc(0).ShouldBe(0UL);

        heap.Heap.LargestAllocatable.ShouldBe(-1);
        heap.Heap.Pools.ShouldBeEmpty();
        heap.Heap.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void The_device_heap_of_a_profile_fits_its_memory()
    {
        BootLayout boot = TargetProfiles.Amlogic39Arm32.Boot;
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32Mdbg, TargetProfiles.Amlogic39Arm32).WithPool(boot.Heap, boot.HeapSize);

        heap.Heap.LargestAllocatable.ShouldBe(0x2_0000 - 8 - 40 - 8 - 16 - 4, "less sentinel, pool array, header, debug header and footer");
    }

    [Fact]
    public void A_panic_says_condition_place_and_address_in_one_line()
    {
        TestHeap heap = TestHeap.Empty(HeapVariant.Ilp32);

        CorePanicException panic = Should.Throw<CorePanicException>(() => heap.Heap.MallocAddPool(0x1000, 0));

        panic.Message.ShouldBe("assertion 'start < end' failed at lib/libutils/isoc/bget_malloc.c:743 <malloc_add_pool>, address 0x1000");
    }
}
