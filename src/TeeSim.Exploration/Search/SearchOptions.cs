namespace TeeSim.Exploration.Search;

/// <summary>When two states are one.</summary>
public enum StateEquality
{
    /// <summary>
    /// When they have the same objects, owners, sizes and contents, wherever these lie on the heap: sound for leaks, not for fragmentation.
    /// </summary>
    UpToAddresses,

    /// <summary>When they have the same bytes.</summary>
    Exact,
}

/// <summary>How orderings are tried.</summary>
public sealed record SearchOptions
{
    /// <summary>When two states are one.</summary>
    public StateEquality Equality { get; init; } = StateEquality.UpToAddresses;

    /// <summary>
    /// Whether beginnings that differ only in the order of calls that don't touch the same objects are one. Has no effect on exact states,
    /// where any allocation moves addresses.
    /// </summary>
    public bool Reduction { get; init; } = true;

    /// <summary>
    /// Whether each call that the reduction leaves out is made all the same, and compared with what was remembered of it: slow, for
    /// tests of the reduction itself.
    /// </summary>
    public bool ChecksReduction { get; init; }

    /// <summary>Whether processes may die at any point.</summary>
    public bool Kill { get; init; }

    /// <summary>Whether any allocation may fail.</summary>
    public bool FailAllocations { get; init; }

    /// <summary>Whether TAs may panic in any call.</summary>
    public bool TaPanics { get; init; }

    /// <summary>How many faults an ordering can have, from 1.</summary>
    public int MostFaults { get; init; } = 1;

    /// <summary>How many rounds of each repeat are tried at the most; null for all, and three of a repeat without a fixed count.</summary>
    public long? Rounds { get; init; }

    /// <summary>Bytes that the states seen may take.</summary>
    public long Memory { get; init; } = 1L << 30;

    /// <summary>How many transitions are tried at the most; null for no bound.</summary>
    public long? Transitions { get; init; }

    /// <summary>Real time after which the search stops; null for no bound.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Real time after which a call counts as one from which the driver never comes back.</summary>
    public TimeSpan LongestCall { get; init; } = DriverHangsException.LongestCall;

    /// <summary>How many threads search; each has a world of its own.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether any fault is tried.</summary>
    public bool HasFaults => Kill || FailAllocations || TaPanics;
}
