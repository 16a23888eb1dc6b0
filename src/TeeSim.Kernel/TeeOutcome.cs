using TeeSim.Core;
using TeeSim.Core.Panics;

namespace TeeSim.Kernel;

/// <summary>What a call from the normal world led to.</summary>
/// <param name="Result">What it returned; without meaning after a panic.</param>
/// <param name="Value">What it gave: a session's id, a channel's handle, an address; 0 when it gave nothing.</param>
/// <param name="Panic">Why the core stopped during the call, or null.</param>
public readonly record struct TeeOutcome(TeeResult Result, ulong Value, CorePanicException? Panic)
{
    /// <summary>Whether the call did what it was asked to.</summary>
    public bool IsSuccess => Panic is null && Result == TeeResult.SUCCESS;
}
