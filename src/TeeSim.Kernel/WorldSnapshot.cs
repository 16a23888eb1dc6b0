using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Kernel.NormalWorld;

namespace TeeSim.Kernel;

/// <summary>A state of a <see cref="SecureWorld"/>.</summary>
/// <param name="Memory">Its bytes.</param>
/// <param name="Microseconds">Its clock.</param>
/// <param name="Calls">How many calls had come in.</param>
/// <param name="Panic">Why its core had stopped, or null.</param>
public sealed record WorldSnapshot(MemorySnapshot Memory, long Microseconds, int Calls, CorePanicException? Panic)
{
    /// <summary>What the normal world's processes have open.</summary>
    internal NormalWorldState NormalWorld { get; init; } = NormalWorldState.Initial;
}
