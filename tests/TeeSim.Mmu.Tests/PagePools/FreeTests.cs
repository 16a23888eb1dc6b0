using TeeSim.Core.Panics;

namespace TeeSim.Mmu.Tests.PagePools;

public class FreeTests
{
    [Fact]
    public void Freed_neighbours_are_one_gap()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        for (int i = 0; i < 16; i++) pool.Alloc(1);
        pool.Free(5);
        pool.Free(3);
        pool.Free(4);

        pool.Alloc(0x3000).ShouldBe("3+3");
    }

    [Fact]
    public void A_pool_that_is_finished_gives_all_of_the_heap_back_and_can_start_again()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        for (int i = 0; i < 5; i++) pool.Alloc(1);

        pool.Mm.Final(TestPool.Pool);
        pool.Mm.Final(TestPool.Pool);
        pool.Mm.Final(0);

        pool.Heap.Stats.Allocated.ShouldBe(pool.Start);
        pool.Alloc(1).ShouldBe("null");
        pool.Mm.Init(TestPool.Pool, TestPool.Lo, TestPool.Size, 12, 0).ShouldBeTrue();
        pool.Alloc(1).ShouldBe("0+1");
    }

    [Fact]
    public void Nothing_and_an_entry_without_pool_are_ignored()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        ulong entry = pool.Mm.Alloc(TestPool.Pool, 1);
        pool.Mm.Free(0);
        pool.TestHeap.SetWord(entry, 0);

        pool.Mm.Free(entry);

        pool.TestHeap.SetWord(entry, TestPool.Pool);
        pool.List.ShouldBe("0+1");
    }

    [Fact]
    public void The_head_and_a_freed_entry_are_panics()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        ulong entry = pool.Mm.Alloc(TestPool.Pool, 1);
        ulong head = pool.Mm.Entries(TestPool.Pool).First().Address;
        Action freeHead = () => pool.Mm.Free(head);
        freeHead.ShouldPanic(CorePanicKind.Panic, "Panic 'invalid mm_entry' at core/arch/arm/mm/tee_mm.c:0 <tee_mm_free>");

        pool.Mm.Free(entry);
        // Merged backwards, its words are as they were: the pool's address among them.
        Action again = () => pool.Mm.Free(entry);
        again.ShouldPanic(CorePanicKind.Panic, "Panic 'invalid mm_entry' at core/arch/arm/mm/tee_mm.c:0 <tee_mm_free>");
    }

    [Fact]
    public void Damaged_links_are_hangs_and_found()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        ulong first = pool.Mm.Alloc(TestPool.Pool, 1);
        ulong second = pool.Mm.Alloc(TestPool.Pool, 1);
        pool.TestHeap.SetWord(second + 4, first);

        pool.Mm.Validate(TestPool.Pool).ShouldContain($"pool 0x{TestPool.Pool:x}: its list of entries runs in a circle");
        PanicAssertions.ShouldPanic(() => pool.Mm.Find(TestPool.Pool, TestPool.Lo + 0xf000)).Kind.ShouldBe(CorePanicKind.Hang);
        PanicAssertions.ShouldPanic(() => pool.Mm.Alloc(TestPool.Pool, 0x1_0000)).Kind.ShouldBe(CorePanicKind.Hang);
        PanicAssertions.ShouldPanic(() => pool.List.ShouldBeEmpty()).Kind.ShouldBe(CorePanicKind.Hang);

        pool.TestHeap.SetWord(second + 4, 0);
        pool.TestHeap.SetWord(first, 0);
        pool.Mm.Validate(TestPool.Pool).ShouldBe([$"entry 0x{first:x} of units 0 to 1: its pool is 0x0 instead of 0x{TestPool.Pool:x}"]);
        PanicAssertions.ShouldPanic(() => pool.Mm.Final(TestPool.Pool)).Kind.ShouldBe(CorePanicKind.Hang);

        pool.TestHeap.SetWord(second + 4, 0x1234_5678);
        pool.Mm.Validate(TestPool.Pool)[^1].ShouldBe("entry 0x12345678 is not in memory");
    }

    [Fact]
    public void Entries_that_overlap_are_found()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        pool.Alloc(0x2000);
        ulong second = pool.Mm.Alloc(TestPool.Pool, 1);
        pool.TestHeap.Memory.Write<uint>(second + 8) = 1;

        pool.Mm.Validate(TestPool.Pool)
            .ShouldBe([$"entry 0x{second:x} of units 1 to 2: lies on the wrong side of unit 2, where the one before ends"]);
    }
}
