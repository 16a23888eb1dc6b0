namespace TeeSim.Kernel.Tests.Properties;

/// <summary>What the two processes call: the input service opens and closes, the player maps and unmaps.</summary>
public enum OrderedCall
{
    Open,
    Close,
    Map,
    Unmap,
}

/// <summary>A call about a channel; Map and Unmap are about one of its buffers.</summary>
public readonly record struct OrderedStep(OrderedCall Call, int Channel, int Buffer)
{
    public override string ToString() =>
        Call is OrderedCall.Open or OrderedCall.Close ? $"{Call}({Channel})" : $"{Call}({Channel}.{Buffer})";
}

/// <summary>One interleaving of two processes, each of which keeps its own order.</summary>
public sealed record Ordering(string Profile, uint MapsPerChannel, OrderedStep[] Steps)
{
    public override string ToString() =>
        $"{Profile}, {MapsPerChannel} maps a channel: {string.Join("; ", Steps.Select(s => s.ToString()))}";
}
