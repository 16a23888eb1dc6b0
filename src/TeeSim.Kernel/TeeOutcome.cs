using TeeSim.Core;
using TeeSim.Core.Panics;

namespace TeeSim.Kernel;

/// <summary>What a call from the normal world led to.</summary>
/// <param name="Result">What it returned; without meaning after a panic.</param>
/// <param name="Value">What it gave: a session's id, a channel's handle, an address; 0 when it gave nothing.</param>
/// <param name="Panic">Why the core stopped during the call, or null.</param>
public readonly record struct TeeOutcome(TeeResult Result, ulong Value, CorePanicException? Panic)
{
    /// <summary>What the call waits for, when it never returns: its thread is lost, the core goes on. Null for a call that returns.</summary>
    public string? Hang { get; init; }

    /// <summary>Whether the call did what it was asked to.</summary>
    public bool IsSuccess => Panic is null && Hang is null && Result == TeeResult.SUCCESS;
}
