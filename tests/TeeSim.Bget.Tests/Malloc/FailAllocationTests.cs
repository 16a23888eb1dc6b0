using TeeSim.Core.Events;
using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Malloc;

/// <summary>Failures that are asked for: to the core and to whoever looks at it they are those of a full heap.</summary>
public class FailAllocationTests
{
    private const int Large = 0x2000;

    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.OfAllRules];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Memory_lines_and_events_are_those_of_a_real_failure(HeapVariant variant)
    {
        TestHeap real = Used(variant);
        TestHeap ordered = Used(variant);
        ordered.Heap.FailAllocation = 1;

        // Too large for this heap in any case, so the same bytes are printed and counted.
        real.Malloc(Large).ShouldBe(0UL);
        ordered.Malloc(Large).ShouldBe(0UL);

        ordered.Heap.Stats.ShouldBe(real.Heap.Stats);
        Bytes(ordered).ShouldBe(Bytes(real));
        ordered.Lines.ShouldBe(real.Lines);
        ordered.Told.ShouldBe(real.Told);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_kind_of_request_fails_and_leaves_the_blocks_alone(HeapVariant variant)
    {
        TestHeap heap = Used(variant);
        ulong payload = heap.Malloc(24);
        List<Func<ulong>> requests =
            [() => heap.Malloc(8), () => heap.Calloc(2, 4), () => heap.Realloc(0, 8), () => heap.Realloc(payload, 48)];
        if (variant.Options.AlignedPlacement) requests.Add(() => heap.Memalign(64, 8));
        HeapBlock[] blocks = [.. heap.Heap.Blocks];
        string free = heap.FreeListText;
        long failures = heap.Heap.Stats.NumAllocFail;
        heap.Told.Clear();

        foreach (Func<ulong> request in requests)
        {
            heap.Heap.FailAllocation = 1;
            request().ShouldBe(0UL);
            heap.Heap.FailAllocation.ShouldBe(0, "it strikes once");
        }

        heap.Heap.Blocks.ShouldBe(blocks);
        heap.FreeListText.ShouldBe(free);
        (heap.Heap.Stats.NumAllocFail - failures).ShouldBe(requests.Count);
        heap.Told.Select(e => e.Kind).ShouldBe(requests.Select(_ => TeeEventKind.AllocationFailed));
        heap.Heap.Validate().ShouldBeEmpty();
        foreach (Func<ulong> request in requests) request().ShouldNotBe(0UL);
    }

    [Fact]
    public void Requests_are_counted_down_also_those_that_fail_by_themselves()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32Mdbg);
        heap.Heap.FailAllocation = 4;

        heap.Malloc(8).ShouldNotBe(0UL);
        heap.Calloc(uint.MaxValue, 2).ShouldBe(0UL);
        heap.Malloc(Large).ShouldBe(0UL);
        heap.Heap.FailAllocation.ShouldBe(1);
        heap.Malloc(8).ShouldBe(0UL);

        heap.Heap.FailAllocation.ShouldBe(0);
        heap.Malloc(8).ShouldNotBe(0UL);
    }

    [Fact]
    public void An_alignment_that_the_heap_refuses_at_once_is_no_request()
    {
        TestHeap heap = TestHeap.Small(HeapVariant.Ilp32 with { Release = "4.10" });
        heap.Heap.FailAllocation = 1;

        heap.Memalign(3, 8).ShouldBe(0UL);

        heap.Heap.FailAllocation.ShouldBe(1);
    }

    [Fact]
    public void A_negative_number_is_a_bug_of_the_caller() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TestHeap.Small(HeapVariant.Ilp32).Heap.FailAllocation = -1);

    private static TestHeap Used(HeapVariant variant)
    {
        TestHeap heap = TestHeap.Small(variant);
        ulong first = heap.Malloc(40);
        heap.Malloc(8);
        heap.Heap.Free(first);
        return heap;
    }

    private static byte[] Bytes(TestHeap heap) => [.. heap.Memory.Segments.SelectMany(s => s.Bytes.ToArray())];
}
