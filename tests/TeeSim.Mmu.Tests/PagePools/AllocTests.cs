using TeeSim.Bget;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.Tests.PagePools;

public class AllocTests
{
    public static TheoryData<string> Builds => [.. MmuBuild.All.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Builds))]
    public void The_specifications_example_from_below(string build)
    {
        TestPool pool = TestPool.Initialised(MmuBuild.Named(build));

        pool.Alloc(0x3000).ShouldBe("0+3");
        pool.Alloc(1).ShouldBe("3+1");
        pool.Alloc(0x4001).ShouldBe("4+5");
        pool.Free(3);
        pool.Alloc(0x1000).ShouldBe("3+1");
        pool.Alloc(0).ShouldBe("0+0");
        pool.List.ShouldBe("0+0 0+3 3+1 4+5");
        pool.Alloc(0x8000).ShouldBe("null");
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(0x7000UL);
        pool.Alloc(0x7000).ShouldBe("9+7");
        pool.Alloc(1).ShouldBe("null");
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(0UL);
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void The_specifications_example_from_above(string build)
    {
        TestPool pool = TestPool.Initialised(MmuBuild.Named(build), TeeMmFlags.HiAlloc);

        pool.Alloc(0x3000).ShouldBe("13+3");
        pool.Alloc(1).ShouldBe("12+1");
        pool.Alloc(0x4001).ShouldBe("7+5");
        pool.Alloc(0).ShouldBe("16+0");
        pool.List.ShouldBe("16+0 13+3 12+1 7+5");
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(0x7000UL);
        pool.Alloc(0x7001).ShouldBe("null");
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
    }

    [Fact]
    public void An_allocation_stands_for_its_address_and_bytes()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        pool.Alloc(0x3000);

        ulong entry = pool.Mm.Alloc(TestPool.Pool, 0x1801);

        pool.Mm.GetSmem(entry).ShouldBe(TestPool.Lo + 0x3000);
        pool.Mm.GetOffset(entry).ShouldBe(0x3000UL);
        pool.Mm.GetBytes(entry).ShouldBe(0x2000UL);
        pool.Mm.FreeBytes(TestPool.Pool).ShouldBe(0xb000UL);
    }

    [Fact]
    public void Without_a_gap_the_entry_comes_and_goes_and_an_event_tells()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        uint before = pool.Heap.Stats.Allocated;
        pool.TestHeap.Told.Clear();

        pool.Mm.Alloc(TestPool.Pool, 0x1_0001).ShouldBe(0UL);

        pool.TestHeap.Told.Select(e => e.Kind).ShouldBe([TeeEventKind.Allocated, TeeEventKind.Freed, TeeEventKind.PagePoolExhausted]);
        pool.TestHeap.Told[^1].ShouldSatisfyAllConditions(e => e.Address.ShouldBe(TestPool.Pool), e => e.Size.ShouldBe(0x1_0001UL));
        pool.Heap.Stats.Allocated.ShouldBe(before);
        pool.TestHeap.Lines.ShouldBeEmpty("upstream is silent");
    }

    [Fact]
    public void The_sum_of_the_gaps_does_not_help()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        for (int i = 0; i < 16; i++) pool.Alloc(1);
        foreach (uint unit in new uint[] { 1, 2, 5, 6, 15 }) pool.Free(unit);

        pool.Mm.FreeBytes(TestPool.Pool).ShouldBe(5 * TestPool.Page);
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(2 * TestPool.Page);
        pool.Alloc(3 * TestPool.Page).ShouldBe("null");
        pool.Alloc(2 * TestPool.Page).ShouldBe("1+2");
    }

    [Fact]
    public void Without_a_pool_there_is_nothing()
    {
        var pool = new TestPool(MmuBuild.V7);

        pool.Mm.Alloc(TestPool.Pool, 1).ShouldBe(0UL);
        pool.Mm.Alloc(0, 1).ShouldBe(0UL);
        pool.Mm.Alloc2(TestPool.Pool, TestPool.Lo, 1).ShouldBe(0UL);
        pool.Mm.Alloc2(0, TestPool.Lo, 1).ShouldBe(0UL);
        pool.Mm.IsEmpty(TestPool.Pool).ShouldBeTrue();
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(0UL);
        pool.Mm.FreeBytes(TestPool.Pool).ShouldBe(0UL);
        pool.Mm.Entries(TestPool.Pool).ShouldBeEmpty();
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
        pool.Heap.Stats.Allocated.ShouldBe(pool.Start, "the heap is not even asked");
    }

    [Fact]
    public void A_search_from_below_in_a_pool_without_size_is_a_panic_and_one_from_above_finds_nothing()
    {
        TestPool below = TestPool.Initialised(MmuBuild.V7, size: 0);
        Action alloc = () => below.Mm.Alloc(TestPool.Pool, 0);
        alloc.ShouldPanic(CorePanicKind.Panic, "Panic 'invalid pool' at core/arch/arm/mm/tee_mm.c:0 <tee_mm_alloc>");
        below.Mm.LargestGap(TestPool.Pool).ShouldBe(0UL);

        TestPool above = TestPool.Initialised(MmuBuild.V7, TeeMmFlags.HiAlloc, size: 0);
        above.Alloc(1).ShouldBe("null");
        above.Mm.Entries(TestPool.Pool).Single().Offset.ShouldBe(1u << 20, "the head has wrapped around");
    }

    [Fact]
    public void The_flags_of_4_10_clear_and_wipe_the_entry()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.Lp64, options: PagePoolOptions.Optee410);
        Fill(pool);
        pool.Mm.Alloc(TestPool.Pool, 0x1_0001, TeeMmAllocFlags.FreeWipe).ShouldBe(0UL);
        FreeBlock free = pool.Heap.FreeList.Single();
        pool.TestHeap.Memory.ReadBytes(free.Address + (ulong)free.Size - 64, 64).ToArray().ShouldAllBe(b => b == 0x55);

        Fill(pool);
        ulong plain = pool.Mm.Alloc(TestPool.Pool, 1, TeeMmAllocFlags.Nex | TeeMmAllocFlags.HiAlloc);
        ulong cleared = pool.Mm.Alloc(TestPool.Pool, 1, TeeMmAllocFlags.ZeroInit);
        // The footer follows the payload of 24 bytes; the slack lies behind.
        pool.TestHeap.Memory.Read<uint>(plain + 28).ShouldBe(0x7777_7777u);
        pool.TestHeap.Memory.Read<uint>(cleared + 28).ShouldBe(0u);
    }

    // Behind the header of the one free block.
    private static void Fill(TestPool pool)
    {
        FreeBlock free = pool.Heap.FreeList.Single();
        pool.TestHeap.Memory.WriteBytes(free.Address + 32, (ulong)free.Size - 32).Fill(0x77);
    }
}
