using TeeSim.Bget;
using TeeSim.Core;

namespace TeeSim.Replay;

/// <summary>The calls of the heap that a trace records.</summary>
public enum HeapCall
{
    /// <summary><c>malloc</c>.</summary>
    Malloc,

    /// <summary><c>calloc</c>.</summary>
    Calloc,

    /// <summary><c>realloc</c>.</summary>
    Realloc,

    /// <summary><c>memalign</c>, which the heap has from 3.12 on.</summary>
    Memalign,

    /// <summary><c>free</c>.</summary>
    Free,

    /// <summary><c>free_wipe</c>.</summary>
    FreeWipe,
}

/// <summary>One heap call of a trace; what it returns is kept in a numbered slot, from which later calls take their buffer.</summary>
/// <param name="Call">What is called.</param>
/// <param name="Slot">Number of the slot.</param>
/// <param name="Count">Elements of a <c>calloc</c>, the alignment of a <c>memalign</c>, else 1.</param>
/// <param name="Size">Bytes of an element; 0 for the releasing calls.</param>
/// <param name="Site">The caller.</param>
public readonly record struct HeapOperation(HeapCall Call, int Slot, ulong Count, ulong Size, CallSite Site)
{
    internal const int MostSlots = 1_000_000;

    /// <summary>Payload bytes that are asked for.</summary>
    public ulong Bytes => Call == HeapCall.Memalign ? Size : Count * Size;

    /// <summary>Whether it gives a buffer back and returns nothing.</summary>
    public bool Releases => Call >= HeapCall.Free;

    /// <summary>Makes the call.</summary>
    /// <param name="heap">On which heap.</param>
    /// <param name="buffer">The slot's payload address, 0 for an empty slot; a request that fails leaves it as it is.</param>
    /// <returns>What the call returned: a payload address, or 0.</returns>
    public ulong Run(Heap heap, ref ulong buffer)
    {
        ulong held = buffer;
        ulong got;
        switch (Call)
        {
            case HeapCall.Malloc:
                got = heap.Malloc(Size, Site);
                break;
            case HeapCall.Calloc:
                got = heap.Calloc(Count, Size, Site);
                break;
            case HeapCall.Realloc:
                got = heap.Realloc(held, Size, Site);
                break;
            case HeapCall.Memalign:
                got = heap.Memalign(Count, Size, Site);
                break;
            case HeapCall.Free:
                buffer = 0;
                heap.Free(held);
                return 0;
            default:
                buffer = 0;
                heap.FreeWipe(held);
                return 0;
        }

        if (got != 0) buffer = got;
        return got;
    }

    /// <summary>Reads the words behind the operation's name; null when the name is none of a heap call.</summary>
    internal static HeapOperation? Parse(ReadOnlySpan<char> name, ref TraceTokens tokens, TraceHeader header) => name switch
    {
        "malloc" => Request(HeapCall.Malloc, ref tokens, header),
        "calloc" => Request(HeapCall.Calloc, ref tokens, header),
        "realloc" => Request(HeapCall.Realloc, ref tokens, header),
        "memalign" => header.Heap.Options.AlignedPlacement
            ? Request(HeapCall.Memalign, ref tokens, header)
            : throw tokens.BadLast($"found 'memalign', which the heap of {header.Profile} does not have"),
        "free" => new HeapOperation(HeapCall.Free, ParseSlot(ref tokens), 0, 0, default),
        "free_wipe" => new HeapOperation(HeapCall.FreeWipe, ParseSlot(ref tokens), 0, 0, default),
        _ => null,
    };

    internal static int ParseSlot(ref TraceTokens tokens) => tokens.Number("a slot", MostSlots);

    private static HeapOperation Request(HeapCall call, ref TraceTokens tokens, TraceHeader header)
    {
        int slot = ParseSlot(ref tokens);
        ulong count = call switch
        {
            HeapCall.Calloc => tokens.Number("a count", header.WordMask),
            HeapCall.Memalign => tokens.Number("an alignment", header.WordMask),
            _ => 1,
        };
        ulong size = tokens.Number("a size in bytes", header.WordMask);
        return new HeapOperation(call, slot, count, size, header.Site(ref tokens));
    }
}
