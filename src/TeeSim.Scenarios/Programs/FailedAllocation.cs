using TeeSim.Core.Events;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Programs;

/// <summary>Tells allocations that were made to fail from those that found no room.</summary>
internal static class FailedAllocation
{
    /// <summary>Whether an allocation that has failed would have found room: it was made to fail.</summary>
    public static bool HadRoom(SecureWorld world, in TeeEvent failed) =>
        world.Heap.LargestAllocatable is >= 0 and var largest && (ulong)largest >= failed.Size;
}
