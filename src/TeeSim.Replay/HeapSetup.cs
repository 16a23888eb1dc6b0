using TeeSim.Core;
using TeeSim.Core.Profiles;

namespace TeeSim.Replay;

/// <summary>The heap that a trace is replayed on.</summary>
/// <param name="Options">Its rules.</param>
/// <param name="Abi">Its words.</param>
/// <param name="Context">Address of its <c>malloc_ctx</c>.</param>
/// <param name="PoolArraySite">The call site of its pool array.</param>
internal sealed record HeapSetup(HeapOptions Options, Abi Abi, ulong Context, CallSite PoolArraySite)
{
    /// <summary>The heap that a trace was recorded from.</summary>
    public static HeapSetup Of(TraceHeader header) => new(
        header.Heap.Options with { BestFit = header.BestFit, Mdbg = header.Mdbg }, header.Abi, header.PoolSet, header.PoolArraySite);
}
