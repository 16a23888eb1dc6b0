using TeeSim.Core.Panics;
using TeeSim.Kernel.NormalWorld;

namespace TeeSim.Kernel;

/// <summary>The part of a world's state that is not in its memory.</summary>
internal readonly record struct HostState(long Microseconds, int Calls, CorePanicException? Panic, NormalWorldState NormalWorld);
