using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.Tests.PagePools;

public class Alloc2Tests
{
    [Theory]
    [InlineData(TeeMmFlags.None)]
    [InlineData(TeeMmFlags.HiAlloc)]
    public void A_free_range_is_taken_widened_to_pages(TeeMmFlags flags)
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7, flags);

        pool.Alloc2(TestPool.Lo + 0x4800, 0x1000).ShouldBe("4+2");
        pool.Alloc2(TestPool.Lo + 0x5fff, 1).ShouldBe("null", "taken");
        pool.Alloc2(TestPool.Lo + 0x6000, 1).ShouldBe("6+1");
        pool.Alloc2(TestPool.Lo + 0x3000, 0x1000).ShouldBe("3+1");
        pool.Alloc2(TestPool.Lo, 0x3000).ShouldBe("0+3");
        pool.Alloc2(TestPool.Lo + 0xf000, 0x1000).ShouldBe("15+1");
        pool.Alloc2(TestPool.Lo + 0xf000, 0x1001).ShouldBe("null");
        pool.Alloc2(TestPool.Lo + 0x2000, 0x2000).ShouldBe("null");
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
        pool.Mm.FreeBytes(TestPool.Pool).ShouldBe(8 * TestPool.Page);
    }

    [Fact]
    public void What_starts_below_or_wraps_does_not_cost_a_malloc()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        pool.TestHeap.Told.Clear();

        pool.Alloc2(TestPool.Lo - 1, 0x1000).ShouldBe("null");
        pool.Alloc2(0xffff_f000, 0x1001).ShouldBe("null");
        pool.TestHeap.Told.ShouldBeEmpty();

        pool.Alloc2(TestPool.Lo + 0x1_0000, 1).ShouldBe("null");
        pool.TestHeap.Told.Count.ShouldBe(2, "an entry came and went");
    }

    [Fact]
    public void Size_0_at_the_very_start_spans_the_address_space()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);

        pool.Alloc2(TestPool.Lo, 0).ShouldBe("0+1048576");

        pool.Mm.GetPoolStats(TestPool.Pool, reset: false).Allocated.ShouldBe(0u, "2^32 bytes are none");
        ulong entry = pool.Mm.Entries(TestPool.Pool).Last().Address;
        pool.Mm.Validate(TestPool.Pool).ShouldBe([$"entry 0x{entry:x} of units 0 to 1048576: ends behind the pool's 16 units"]);
    }

    [Fact]
    public void Entries_have_a_call_site_of_their_own()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.Lp64);
        pool.Alloc(1);
        pool.Alloc2(TestPool.Lo + 0x5000, 1);

        pool.Heap.MdbgCheck().Where(e => e.Size == 24).Select(e => e.Line).Order().ShouldBe([19, 20, 27]);
    }
}
