using FsCheck.Xunit;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.Tests.PagePools;

namespace TeeSim.Mmu.Tests.Properties;

/// <summary>
/// What holds of page pools after every call: all builds, both releases, both directions, heaps that end early. The seed is fixed, so that
/// two runs of the suite are the same.
/// </summary>
[Properties(Arbitrary = [typeof(PoolScript)], MaxTest = 500)]
public class PoolPropertyTests
{
    private const uint Pages = PoolScript.PoolPages;

    [Property]
    public void Entries_are_where_a_naive_model_puts_them(PoolScript script) => Run(script, (pool, naive) =>
    {
        for (uint page = 0; page < Pages; page++)
            pool.Mm.Find(TestPool.Pool, TestPool.Lo + page * TestPool.Page).ShouldBe(naive.Holders[(int)page], $"page {page}");
    });

    [Property]
    public void Entries_are_sorted_disjoint_and_inside(PoolScript script) => Run(script, (pool, _) =>
    {
        pool.Mm.Validate(TestPool.Pool).ShouldBeEmpty();
        pool.Heap.Validate().ShouldBeEmpty();
        PagePoolEntry[] entries = [.. pool.Mm.Entries(TestPool.Pool).Where(e => !e.IsHead)];
        if (script.Flags.HasFlag(TeeMmFlags.HiAlloc)) Array.Reverse(entries);
        uint end = 0;
        foreach (PagePoolEntry e in entries)
        {
            e.Offset.ShouldBeGreaterThanOrEqualTo(end);
            end = e.Offset + e.Size;
        }

        end.ShouldBeLessThanOrEqualTo(Pages);
    });

    [Property]
    public void Every_page_is_accounted_for(PoolScript script) => Run(script, (pool, naive) =>
    {
        ulong held = naive.Held * TestPool.Page;
        pool.Mm.FreeBytes(TestPool.Pool).ShouldBe(Pages * TestPool.Page - held);
        pool.Mm.LargestGap(TestPool.Pool).ShouldBe(naive.LargestRun * TestPool.Page);
        PagePoolStats stats = pool.Mm.GetPoolStats(TestPool.Pool, reset: false);
        stats.ShouldSatisfyAllConditions(s => s.Allocated.ShouldBe((uint)held), s => s.Size.ShouldBe(Pages * (uint)TestPool.Page));
        pool.Mm.IsEmpty(TestPool.Pool).ShouldBe(!pool.Mm.Entries(TestPool.Pool).Skip(1).Any());
    });

    [Property]
    public void After_the_end_the_heap_is_as_it_was(PoolScript script)
    {
        TestPool pool = Run(script, (_, _) => { });

        pool.Mm.Final(TestPool.Pool);

        pool.Heap.Stats.Allocated.ShouldBe(pool.Start);
        pool.Heap.Validate().ShouldBeEmpty();
    }

    private static TestPool Run(PoolScript script, Action<TestPool, NaivePool> afterEachStep)
    {
        bool fromAbove = script.Flags.HasFlag(TeeMmFlags.HiAlloc);
        var pool = new TestPool(script.Build, script.Options, script.HeapBytes);
        var naive = new NaivePool(Pages, fromAbove);
        if (!pool.Mm.Init(TestPool.Pool, TestPool.Lo, Pages * TestPool.Page, 12, script.Flags)) return pool;
        var entries = new List<ulong>();
        foreach (PoolStep step in script.Steps)
        {
            Do(step, pool, naive, entries, fromAbove);
            afterEachStep(pool, naive);
        }

        return pool;
    }

    private static void Do(PoolStep step, TestPool pool, NaivePool naive, List<ulong> entries, bool fromAbove)
    {
        uint pages = (step.Size + 0xfff) / 0x1000;
        bool heapHasRoom = pool.Heap.LargestAllocatable >= (long)(pool.TestHeap.Variant.Word == 4 ? 16 : 24);
        ulong before = HeapBytes(pool);
        switch (step.Call)
        {
            case PoolCall.Alloc:
                uint? place = pages == 0 ? fromAbove ? Pages : 0 : naive.Place(pages);
                Keep(pool.Mm.Alloc(TestPool.Pool, step.Size), heapHasRoom ? place : null);
                return;
            case PoolCall.Alloc2 when step.Size != 0:
                // An entry of no pages is as good a neighbour as any: what touches it from the wrong side is refused.
                bool isRefused = pool.Mm.Entries(TestPool.Pool)
                    .Any(e => !e.IsHead && e.Size == 0 && (fromAbove ? step.Place + pages > e.Offset : step.Place < e.Offset));
                bool bordersOnEmpty = pool.Mm.Entries(TestPool.Pool)
                    .Any(e => !e.IsHead && e.Size == 0 && (fromAbove ? step.Place + pages == e.Offset : step.Place == e.Offset));
                if (isRefused || bordersOnEmpty) return;
                Keep(pool.Mm.Alloc2(TestPool.Pool, TestPool.Lo + step.Place * TestPool.Page, step.Size),
                    heapHasRoom && naive.IsFree(step.Place, pages) ? step.Place : null);
                return;
            case PoolCall.Free when entries.Count > 0:
                ulong freed = entries[(int)step.Place % entries.Count];
                entries.Remove(freed);
                naive.Free(freed);
                pool.Mm.Free(freed);
                return;
            case PoolCall.Reset:
                pool.Mm.GetPoolStats(TestPool.Pool, reset: true);
                return;
        }

        void Keep(ulong entry, uint? expected)
        {
            (entry != 0).ShouldBe(expected is not null, step.ToString());
            if (entry == 0)
            {
                HeapBytes(pool).ShouldBe(before, "a failure leaves nothing on the heap");
                return;
            }

            pool.Mm.Describe(entry)
                .ShouldSatisfyAllConditions(e => e.Offset.ShouldBe(expected!.Value, step.ToString()), e => e.Size.ShouldBe(pages));
            entries.Add(entry);
            naive.Take(entry, pool.Mm.Describe(entry).Offset, pages);
        }
    }

    private static ulong HeapBytes(TestPool pool) => pool.Heap.Stats.Allocated;
}
