namespace TeeSim.Exploration.Schedules;

/// <summary>What can come next: a process goes on, or a fault comes in its way.</summary>
public enum AlternativeKind
{
    /// <summary>The process makes its next call.</summary>
    Call,

    /// <summary>The process dies.</summary>
    Kill,

    /// <summary>It makes its next call, in which one allocation fails.</summary>
    FailAllocation,

    /// <summary>It makes its next call, in which the TA panics.</summary>
    TaPanic,
}

/// <summary>One choice of a schedule.</summary>
/// <param name="Process">The process.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Nth">Which allocation fails, from 1; 0 otherwise.</param>
public readonly record struct Alternative(int Process, AlternativeKind Kind, int Nth = 0)
{
    /// <summary>Whether it is more than a call.</summary>
    public bool IsFault => Kind != AlternativeKind.Call;

    // Packed, since an exploration keeps millions.
    internal int Code => Process << 24 | (int)Kind << 20 | Nth;

    internal static Alternative Of(int code) => new(code >> 24, (AlternativeKind)(code >> 20 & 15), code & 0xfffff);
}
