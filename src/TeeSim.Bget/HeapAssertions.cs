using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Panics;

namespace TeeSim.Bget;

/// <summary>
/// The assertions of <c>bget.c</c> and <c>bget_malloc.c</c>. A failed one is a modelled core panic. The positions are those of 3.6.0 to
/// 3.11.0 and of 3.7.0 to 3.10.0; what came later has the line 0, which no source gives.
/// </summary>
internal static class HeapAssertions
{
    private const string Bget = "lib/libutils/isoc/bget.c";
    private const string Malloc = "lib/libutils/isoc/bget_malloc.c";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check([DoesNotReturnIf(false)] bool holds, HeapAssertion assertion, ulong address)
    {
        if (!holds) Fail(assertion, address);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Fail(HeapAssertion assertion, ulong address)
    {
        (string file, int line, string function, string condition) = Describe(assertion);
        throw new CorePanicException(CorePanicKind.Assertion, condition, new SourceSite(file, line, function), address);
    }

    /// <summary>A walk that would never end: the C code would spin with the heap locked.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Hang(string function, string what, ulong address) =>
        throw new CorePanicException(CorePanicKind.Hang, what, new SourceSite(Bget, 0, function), address);

    private static (string File, int Line, string Function, string Condition) Describe(HeapAssertion assertion) => assertion switch
    {
        HeapAssertion.BgetNextOfSplit => (Bget, 658, "bget", "next.prevfree == b.bsize"),
        HeapAssertion.BgetNextOfWhole => (Bget, 679, "bget", "next.prevfree == b.bsize"),
        HeapAssertion.BgetBackLink => (Bget, 684, "bget", "b.blink.flink == b"),
        HeapAssertion.BgetForwardLink => (Bget, 685, "bget", "b.flink.blink == b"),
        HeapAssertion.BgetrOldSize => (Bget, 834, "bgetr", "osize > 0"),
        HeapAssertion.BgetzUsable => (Bget, 796, "bgetz", "usable size >= requested size"),
        HeapAssertion.BgetPrevFree => (Bget, 0, "bget", "b.prevfree == 0"),
        HeapAssertion.Free2Sum => (Bget, 0, "bget", "free2_sum is the sum of the squares of the free blocks' sizes"),
        HeapAssertion.BrelAllocated => (Bget, 895, "brel", "b.bsize < 0"),
        HeapAssertion.BrelNextPrevFree => (Bget, 901, "brel", "next.prevfree == 0"),
        HeapAssertion.BrelTotAlloc => (Bget, 905, "brel", "totalloc >= 0"),
        HeapAssertion.BrelPrevious => (Bget, 921, "brel", "(b - prevfree).bsize == prevfree"),
        HeapAssertion.BrelListTail => (Bget, 929, "brel", "freelist.blink.flink == &freelist"),
        HeapAssertion.BrelListHead => (Bget, 930, "brel", "freelist.flink.blink == &freelist"),
        HeapAssertion.BrelNextTail => (Bget, 949, "brel", "(n + n.bsize).prevfree == n.bsize"),
        HeapAssertion.BrelNextBackLink => (Bget, 950, "brel", "n.blink.flink == n"),
        HeapAssertion.BrelNextForwardLink => (Bget, 951, "brel", "n.flink.blink == n"),
        HeapAssertion.BrelAfterMerge => (Bget, 969, "brel", "n.bsize < 0"),
        HeapAssertion.BpoolSize => (Bget, 1052, "bpool", "len - sizeof(bhead) <= max bufsize"),
        HeapAssertion.BpoolListTail => (Bget, 1062, "bpool", "freelist.blink.flink == &freelist"),
        HeapAssertion.BpoolListHead => (Bget, 1063, "bpool", "freelist.flink.blink == &freelist"),
        HeapAssertion.WalkBackLink => (Malloc, 311, "bpool_foreach", "b.blink.flink == b"),
        HeapAssertion.WalkForwardLink => (Malloc, 312, "bpool_foreach", "b.flink.blink == b"),
        HeapAssertion.BufferSize => (Malloc, 458, "bget_buf_size", "osize > 0"),
        HeapAssertion.HeaderMagic => (Malloc, 536, "assert_header", "hdr->magic == MDBG_HEADER_MAGIC"),
        HeapAssertion.FooterMagic => (Malloc, 537, "assert_header", "footer == MDBG_FOOTER_MAGIC"),
        HeapAssertion.UsableCoversPayload => (Malloc, 614, "get_payload_start_size", "usable size >= pl_size"),
        HeapAssertion.PoolNotEmpty => (Malloc, 743, "malloc_add_pool", "start < end"),
        HeapAssertion.PoolArrayAllocated => (Malloc, 756, "malloc_add_pool", "new pool array"),
        _ => throw new ArgumentOutOfRangeException(nameof(assertion)),
    };
}

/// <summary>The conditions that the heap's code asserts; see <see cref="HeapAssertions"/> for their positions and texts.</summary>
internal enum HeapAssertion
{
    BgetNextOfSplit,
    BgetNextOfWhole,
    BgetBackLink,
    BgetForwardLink,
    BgetPrevFree,
    BgetzUsable,
    BgetrOldSize,
    Free2Sum,
    BrelAllocated,
    BrelNextPrevFree,
    BrelTotAlloc,
    BrelPrevious,
    BrelListTail,
    BrelListHead,
    BrelNextTail,
    BrelNextBackLink,
    BrelNextForwardLink,
    BrelAfterMerge,
    BpoolSize,
    BpoolListTail,
    BpoolListHead,
    WalkBackLink,
    WalkForwardLink,
    BufferSize,
    HeaderMagic,
    FooterMagic,
    UsableCoversPayload,
    PoolNotEmpty,
    PoolArrayAllocated,
}
