using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Mmu.Tests.PagePools;

/// <summary>Making pools, looking addresses up, statistics, layouts.</summary>
public class PoolTests
{
    [Theory]
    [InlineData("v7", 28)]
    [InlineData("lpa", 40)]
    [InlineData("lp64", 48)]
    public void A_pool_has_its_C_size(string build, int size) =>
        TeeMm.PoolSize(new TestPool(MmuBuild.Named(build)).TestHeap.Profile).ShouldBe(size);

    [Theory]
    [InlineData(false, 0x1001_0000u, 3u)]
    [InlineData(true, 0x1_0000u, 0x12u)]
    public void A_pool_holds_head_ends_flags_shift_and_maximum(bool keepsSize, uint bound, uint flags)
    {
        TestPool pool =
            TestPool.Initialised(MmuBuild.V7, TeeMmFlags.HiAlloc | TeeMmFlags.NexMalloc, keepsSize ? PagePoolOptions.Optee410 : null);
        pool.Alloc(0x1800);

        uint head = (uint)pool.Mm.Entries(TestPool.Pool).First().Address;
        Enumerable.Range(0, 7).Select(i => pool.TestHeap.Memory.Read<uint>(TestPool.Pool + (ulong)i * 4))
            .ShouldBe([head, (uint)TestPool.Lo, bound, flags, 12, 0, 0x2000]);
        Enumerable.Range(0, 4).Select(i => pool.TestHeap.Memory.Read<uint>(head + (ulong)i * 4))
            .ShouldBe([(uint)TestPool.Pool, (uint)pool.Mm.Entries(TestPool.Pool).Last().Address, 16, 0]);
    }

    [Fact]
    public void On_LP64_the_lock_lies_behind_the_shift_and_the_maximum_at_the_end()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.Lp64, lo: 0x23_0000_0000);
        pool.Alloc(0x1800);

        pool.TestHeap.Memory.Read<ulong>(TestPool.Pool + 8).ShouldBe(0x23_0000_0000UL);
        pool.TestHeap.Memory.Read<ulong>(TestPool.Pool + 16).ShouldBe(0x23_0001_0000UL);
        pool.TestHeap.Memory.Read<byte>(TestPool.Pool + 28).ShouldBe((byte)12);
        pool.TestHeap.Memory.Read<ulong>(TestPool.Pool + 40).ShouldBe(0x2000UL);
        ulong entry = pool.Mm.Entries(TestPool.Pool).Last().Address;
        pool.TestHeap.Memory.Read<uint>(entry + 20).ShouldBe(2u);
        pool.Mm.GetSmem(entry).ShouldBe(0x23_0000_0000UL);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ends_are_cut_to_whole_units(bool keepsSize)
    {
        TestPool pool =
            TestPool.Initialised(MmuBuild.V7, options: keepsSize ? PagePoolOptions.Optee410 : null, lo: 0x1000_0001, size: 0x1_0ffe);

        pool.Mm.GetPoolStats(TestPool.Pool, false).Size.ShouldBe(0xf000u);
        pool.Alloc(0xf000).ShouldBe("0+15");
        pool.Mm.GetSmem(pool.Mm.Entries(TestPool.Pool).Last().Address).ShouldBe(0x1000_1000UL);
    }

    [Fact]
    public void Without_heap_for_the_head_the_fields_are_written_but_there_is_no_pool()
    {
        var pool = new TestPool(MmuBuild.V7);
        while (pool.Heap.LargestAllocatable >= 0) pool.TestHeap.Malloc((ulong)pool.Heap.LargestAllocatable);

        pool.Mm.Init(TestPool.Pool, TestPool.Lo, TestPool.Size, 12, TeeMmFlags.None).ShouldBeFalse();

        pool.TestHeap.Memory.Read<uint>(TestPool.Pool).ShouldBe(0u);
        pool.TestHeap.Memory.Read<uint>(TestPool.Pool + 4).ShouldBe((uint)TestPool.Lo);
        pool.Mm.IsEmpty(TestPool.Pool).ShouldBeTrue();
        pool.Mm.Init(0, TestPool.Lo, TestPool.Size, 12, TeeMmFlags.None).ShouldBeFalse();
    }

    [Fact]
    public void Too_many_units_are_an_assertion()
    {
        var pool = new TestPool(MmuBuild.V7);
        Action bytes = () => pool.Mm.Init(TestPool.Pool, 0, uint.MaxValue, 0, TeeMmFlags.None);
        bytes.ShouldPanic(CorePanicKind.Assertion,
            "assertion 'the units of the pool < UINT32_MAX' failed at core/arch/arm/mm/tee_mm.c:0 <tee_mm_init>, address 0x900000");

        // With 64 bits an end below the start is a huge pool; with 32 bits it shows only when the pool is used.
        const ulong Minus0x1000 = 0xffff_ffff_ffff_f000;
        var lp64 = new TestPool(MmuBuild.Lp64);
        PanicAssertions.ShouldPanic(() => lp64.Mm.Init(TestPool.Pool, 0x2000, Minus0x1000, 12, TeeMmFlags.None)).Kind
            .ShouldBe(CorePanicKind.Assertion);
        pool.Mm.Init(TestPool.Pool, 0x2000, Minus0x1000, 12, TeeMmFlags.None).ShouldBeTrue();
        PanicAssertions.ShouldPanic(() => pool.Mm.Alloc(TestPool.Pool, 1)).What.ShouldBe("invalid pool");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void The_first_address_behind_a_pool_is_inside_until_it_keeps_its_size(bool keepsSize, bool inside)
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7, options: keepsSize ? PagePoolOptions.Optee410 : null);

        pool.Mm.AddrIsWithinRange(TestPool.Pool, TestPool.Lo + TestPool.Size).ShouldBe(inside);
        pool.Mm.AddrIsWithinRange(TestPool.Pool, TestPool.Lo + TestPool.Size + 1).ShouldBeFalse();
        pool.Mm.AddrIsWithinRange(TestPool.Pool, TestPool.Lo + TestPool.Size - 1).ShouldBeTrue();
        pool.Mm.AddrIsWithinRange(TestPool.Pool, TestPool.Lo).ShouldBeTrue();
        pool.Mm.AddrIsWithinRange(TestPool.Pool, TestPool.Lo - 1).ShouldBeFalse();
    }

    [Fact]
    public void An_address_finds_its_entry()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        pool.Alloc(0);
        ulong entry = pool.Mm.Alloc(TestPool.Pool, 0x2000);

        pool.Mm.Find(TestPool.Pool, TestPool.Lo).ShouldBe(entry);
        pool.Mm.Find(TestPool.Pool, TestPool.Lo + 0x1fff).ShouldBe(entry);
        pool.Mm.Find(TestPool.Pool, TestPool.Lo + 0x2000).ShouldBe(0UL);
        pool.Mm.Find(TestPool.Pool, TestPool.Lo - 1).ShouldBe(0UL);
    }

    [Fact]
    public void In_a_large_pool_addresses_alias_by_256_MiB()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7, size: 0x2000_0000);
        ulong low = pool.Mm.Alloc2(TestPool.Pool, TestPool.Lo + 0x5000, 1);
        ulong high = pool.Mm.Alloc2(TestPool.Pool, TestPool.Lo + 0x1000_5000, 1);

        pool.Mm.Find(TestPool.Pool, TestPool.Lo + 0x1000_5000).ShouldBe(low);
        high.ShouldNotBe(0UL);
    }

    [Fact]
    public void The_maximum_is_read_before_it_is_cleared_and_survives_a_new_init_only_in_3_10()
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7);
        pool.Alloc(0x3000);
        pool.Free(0);

        pool.Mm.GetPoolStats(TestPool.Pool, reset: true).ShouldBe(new PagePoolStats(0x1_0000, 0x3000, 0));
        pool.Mm.GetPoolStats(TestPool.Pool, reset: false).MaxAllocated.ShouldBe(0u);
        pool.Alloc(0x1000);
        pool.Mm.Final(TestPool.Pool);
        pool.Mm.Init(TestPool.Pool, TestPool.Lo, TestPool.Size, 12, TeeMmFlags.None);
        pool.Mm.GetPoolStats(TestPool.Pool, reset: false).MaxAllocated.ShouldBe(0x1000u);

        TestPool later = TestPool.Initialised(MmuBuild.V7, options: PagePoolOptions.Optee410);
        later.Alloc(0x1000);
        later.Mm.Final(TestPool.Pool);
        later.Mm.Init(TestPool.Pool, TestPool.Lo, TestPool.Size, 12, TeeMmFlags.None);
        later.Mm.GetPoolStats(TestPool.Pool, reset: false).MaxAllocated.ShouldBe(0u);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0)]
    public void Units_may_be_small(int shift)
    {
        TestPool pool = TestPool.Initialised(MmuBuild.V7, TeeMmFlags.HiAlloc, lo: 0x100, size: 0x1000, shift: shift);

        ulong entry = pool.Mm.Alloc(TestPool.Pool, 0x101);

        pool.Mm.GetBytes(entry).ShouldBe(shift == 8 ? 0x200UL : 0x101UL);
        pool.Mm.GetSmem(entry).ShouldBe(0x1100UL - pool.Mm.GetBytes(entry));
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => pool.Mm.Init(TestPool.Pool, 0, 0x1000, 32, TeeMmFlags.None));
    }
}
