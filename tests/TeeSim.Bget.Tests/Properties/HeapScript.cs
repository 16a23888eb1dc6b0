using TeeSim.TestSupport;

namespace TeeSim.Bget.Tests.Properties;

/// <summary>The calls that scripts are made of.</summary>
public enum HeapCall
{
    Malloc,
    Calloc,
    Realloc,
    Memalign,
    Free,
    FreeWipe,
    AddPool,
    ResetStats,
}

/// <summary>
/// One call: of which buffer (slot), with which numbers. For AddPool the count is the misalignment of its
/// address, for Memalign the alignment.
/// </summary>
public sealed record HeapStep(HeapCall Call, int Slot, ulong Count, ulong Size)
{
    public override string ToString() => Call switch
    {
        HeapCall.Calloc or HeapCall.Memalign => $"{Call}({Slot}, {Count}, {Size})",
        HeapCall.Malloc or HeapCall.Realloc => $"{Call}({Slot}, {Size})",
        HeapCall.AddPool => $"AddPool(+{Count}, {Size})",
        HeapCall.ResetStats => "ResetStats()",
        _ => $"{Call}({Slot})",
    };
}

/// <summary>A heap and what is done to it.</summary>
public sealed record HeapScript(HeapVariant Variant, ulong FirstPool, HeapStep[] Steps)
{
    public override string ToString() => $"{Variant}, pool of {FirstPool}: {string.Join("; ", Steps.Select(s => s.ToString()))}";
}
