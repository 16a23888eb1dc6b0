using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Blame;

/// <summary>Something that happened in a run: a call, or the death of a process.</summary>
internal sealed class PathEvent
{
    /// <summary>The call; null when a process died between calls.</summary>
    public Step? Step { get; init; }

    /// <summary>What it did, where that is not what it says.</summary>
    public CompiledCall? Call { get; init; }

    /// <summary>Which of its allocations was made to fail, from 1; 0 for none.</summary>
    public int FailAllocation { get; init; }

    /// <summary>Who made it, or died.</summary>
    public required string Process { get; init; }

    /// <summary>The call as reports name it.</summary>
    public required CallInstance Instance { get; init; }

    /// <summary>What came in while it waited, where that is not what stands in the step's block; null otherwise.</summary>
    public List<PathEvent>? Block { get; set; }

    /// <summary>What it led to; null when it could not be made.</summary>
    public TeeOutcome? Outcome { get; set; }
}
