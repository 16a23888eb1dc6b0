using FsCheck;
using FsCheck.Fluent;
using TeeSim.Core.Events;
using TeeSim.Core.Profiles;

namespace TeeSim.Bget.Tests.Properties;

/// <summary>A property is worth what its inputs reach.</summary>
public class HeapScriptsTests
{
    private static readonly HeapScriptRun[] Runs =
        [.. HeapScripts.Script().Generator.Sample(200, new Rnd(42, 7), 200).Select(script => HeapScriptRun.Of(script, _ => { }))];

    [Fact]
    public void Scripts_are_long_and_few_end_early()
    {
        Runs.Average(r => r.Steps).ShouldBeGreaterThan(30);
        Runs.Count(r => r.Panicked).ShouldBeInRange(2, 40);
    }

    [Fact]
    public void Scripts_use_all_variants_and_all_rules()
    {
        Runs.Select(r => r.Heap.Variant with { Release = "3.10" }).Distinct().Count().ShouldBe(8);
        Runs.Select(r => r.Heap.Variant.Release).Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public void Scripts_align_beyond_what_every_block_has() => Runs.Count(r => r.Aligned > 0).ShouldBeGreaterThan(50);

    [Fact]
    public void Scripts_fill_heaps_until_requests_fail() =>
        Runs.Count(r => r.Heap.Told.Exists(e => e is { Kind: TeeEventKind.AllocationFailed, Size: < 2000 })).ShouldBeGreaterThan(60);

    [Fact]
    public void Scripts_ask_for_absurd_sizes() =>
        Runs.Count(r => r.Heap.Told.Exists(e => e is { Kind: TeeEventKind.AllocationFailed, Size: > 0x7000_0000 })).ShouldBeGreaterThan(60);

    [Fact]
    public void Scripts_leave_several_pools_and_holes()
    {
        HeapScriptRun[] whole = [.. Runs.Where(r => !r.Panicked)];

        whole.Count(r => r.Heap.Heap.Pools.Count() > 2).ShouldBeGreaterThan(40);
        whole.Count(r => r.Heap.Heap.FreeList.Count() > 3).ShouldBeGreaterThan(60);
    }

    [Fact]
    public void Scripts_end_with_blocks_that_are_larger_than_asked_for() =>
        Runs.Where(r => !r.Panicked && r.Heap.Variant is { Abi: Abi.Ilp32, Mdbg: true })
            .SelectMany(r => r.Heap.Heap.Blocks.Where(b => !b.IsFree))
            .Count(b => b.Size - (long)b.PayloadSize >= 8 + 16 + 4 + 8 + 8)
            .ShouldBeGreaterThan(2, "blocks given out whole, with the slack that a split would have made a free block");
}
