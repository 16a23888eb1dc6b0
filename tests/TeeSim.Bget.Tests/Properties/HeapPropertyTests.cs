using FsCheck.Xunit;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Properties;

/// <summary>
/// What holds after every call, whatever was called before: the rules of every release, ILP32 and LP64, first and best fit, with and
/// without debug headers. The seed is fixed, so that two runs of the suite are the same.
/// </summary>
[Properties(Arbitrary = [typeof(HeapScripts)], MaxTest = 1400)]
public class HeapPropertyTests
{
    [Property]
    public void The_heap_equals_the_naive_model_after_every_step(HeapScript script) =>
        HeapScriptRun.Of(script, HeapScriptRun.ShouldEqualTheNaiveModel);

    [Property]
    public void Validate_finds_nothing_after_any_step(HeapScript script) =>
        HeapScriptRun.Of(script, run => run.Heap.Heap.Validate().ShouldBeEmpty());

    [Property]
    public void Payloads_are_aligned_disjoint_and_inside_a_pool(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        AddressRange[] pools = [.. run.Heap.Heap.Pools];
        ulong end = 0;
        foreach ((ulong payload, byte[] content) in run.Buffers.OrderBy(b => b.Payload))
        {
            (payload % script.Variant.BlockHeader).ShouldBe(0UL);
            payload.ShouldBeGreaterThanOrEqualTo(end);
            pools.Any(p => p.Contains(payload, (ulong)content.Length)).ShouldBeTrue();
            end = payload + (ulong)Math.Max(1, content.Length);
        }
    });

    [Property]
    public void Every_byte_of_every_pool_belongs_to_one_block(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        HeapBlock[] blocks = [.. run.Heap.Heap.Blocks];
        foreach (AddressRange pool in run.Heap.Heap.Pools)
        {
            ulong next = pool.Start;
            foreach (HeapBlock block in blocks.Where(b => pool.Contains(b.Address, 1)))
            {
                block.Address.ShouldBe(next);
                next += (ulong)block.Size;
            }

            next.ShouldBe(pool.Start + pool.Size - script.Variant.BlockHeader, "then comes the sentinel");
        }
    });

    [Property]
    public void No_two_free_blocks_touch(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        var ends = new HashSet<ulong>(run.Heap.Heap.FreeList.Select(b => b.Address + (ulong)b.Size));
        run.Heap.Heap.FreeList.Any(b => ends.Contains(b.Address)).ShouldBeFalse();
    });

    [Property]
    public void The_free_list_holds_each_free_block_once_and_links_both_ways(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        TestHeap heap = run.Heap;
        heap.Heap.FreeList.OrderBy(b => b.Address).ShouldBe(
            heap.Heap.Blocks.Where(b => b.IsFree).Select(b => new FreeBlock(b.Address, b.Size)).OrderBy(b => b.Address));
        ulong w = script.Variant.Word;
        ulong previous = TestHeap.Context;
        foreach (ulong block in heap.Heap.FreeList.Select(b => b.Address).Append(TestHeap.Context))
        {
            heap.Word(previous + 2 * w).ShouldBe(block);
            heap.Word(block + 3 * w).ShouldBe(previous);
            previous = block;
        }
    });

    [Property]
    public void A_buffer_keeps_its_bytes_whatever_happens_to_others(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        foreach ((ulong payload, byte[] content) in run.Buffers)
            run.Heap.Memory.ReadBytes(payload, (ulong)content.Length).SequenceEqual(content).ShouldBeTrue($"buffer 0x{payload:x}");
    });

    [Property]
    public void Every_buffer_is_within_the_allocated_ones(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        foreach ((ulong payload, byte[] content) in run.Buffers)
        {
            run.Heap.Heap.BufferIsWithinAlloced(payload, (ulong)content.Length).ShouldBeTrue();
            run.Heap.Heap.BufferIsWithinAlloced(payload - 1, 1).ShouldBeFalse();
        }
    });

    [Property]
    public void The_largest_allocatable_size_is_what_trying_gives(HeapScript script) => HeapScriptRun.Of(script, run =>
    {
        TestHeap heap = run.Heap;
        MemorySnapshot before = heap.Memory.Snapshot();
        long largest = heap.Heap.LargestAllocatable;

        (heap.Malloc((ulong)Math.Max(0, largest)) != 0).ShouldBe(largest >= 0);
        heap.Memory.Restore(before);
        heap.Malloc((ulong)(largest + 1)).ShouldBe(0UL);
        heap.Memory.Restore(before);
    });

    [Property]
    public void A_restored_heap_goes_on_as_if_nothing_had_happened(HeapScript script)
    {
        HeapScriptRun once = HeapScriptRun.Of(script, _ => { });
        HeapScriptRun disturbed = HeapScriptRun.Of(script, run =>
        {
            MemorySnapshot before = run.Heap.Memory.Snapshot();
            run.Heap.Malloc(33);
            foreach ((ulong payload, _) in run.Buffers) run.Heap.Heap.FreeWipe(payload);
            run.Heap.Memory.Restore(before);
        });

        disturbed.Heap.Memory.Snapshot().ShouldBe(once.Heap.Memory.Snapshot());
    }
}
