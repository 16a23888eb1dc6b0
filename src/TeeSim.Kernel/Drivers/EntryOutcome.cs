using TeeSim.Core;

namespace TeeSim.Kernel.Drivers;

/// <summary>What an entry point led to.</summary>
/// <param name="Result">What it returned.</param>
/// <param name="Value">What it gave: a handle, an address; 0 when it gave nothing.</param>
public readonly record struct EntryOutcome(TeeResult Result, ulong Value = 0);
