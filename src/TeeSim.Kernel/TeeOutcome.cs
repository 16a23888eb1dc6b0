using TeeSim.Core;
using TeeSim.Core.Panics;

namespace TeeSim.Kernel;

/// <summary>What a call from the normal world led to.</summary>
/// <param name="Result">What it returned; without meaning after a panic.</param>
/// <param name="Value">What it gave: a session's id, a channel's handle, an address; 0 when it gave nothing.</param>
/// <param name="Panic">Why the core stopped during the call, or null.</param>
public readonly record struct TeeOutcome(TeeResult Result, ulong Value, CorePanicException? Panic)
{
    /// <summary>
    /// What the call waits for, when it never returns: its thread is lost, the core goes on. Null for a call that returns.
    /// </summary>
    public string? Hang { get; init; }

    /// <summary>Whether the call did what it was asked to.</summary>
    public bool IsSuccess => Panic is null && Hang is null && Result == TeeResult.SUCCESS;

    /// <summary>A call that did what it was asked to.</summary>
    /// <param name="value">What it gave, or 0.</param>
    public static TeeOutcome Success(ulong value = 0) => new(TeeResult.SUCCESS, value, null);

    /// <summary>A call that returned an error, and gave nothing.</summary>
    public static TeeOutcome Error(TeeResult result) => new(result, 0, null);

    /// <summary>A call that returned.</summary>
    /// <param name="result">What it returned.</param>
    /// <param name="value">What it gave, or 0.</param>
    public static TeeOutcome Of(TeeResult result, ulong value = 0) => new(result, value, null);

    /// <summary>A call in which the core stopped, or that came after that.</summary>
    internal static TeeOutcome Stopped(CorePanicException panic) => new(TeeResult.GENERIC, 0, panic);

    /// <summary>A call that never returns.</summary>
    internal static TeeOutcome Hangs(string what) => new(TeeResult.GENERIC, 0, null) { Hang = what };
}
