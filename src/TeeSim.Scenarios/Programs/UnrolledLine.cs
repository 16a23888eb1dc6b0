using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>What a line of an unrolled script is.</summary>
public enum UnrolledKind
{
    /// <summary>A call.</summary>
    Call,

    /// <summary>An expectation.</summary>
    Expectation,

    /// <summary>A repeat begins.</summary>
    RepeatBegins,

    /// <summary>A round of it is over.</summary>
    RoundEnds,

    /// <summary>All of it is over.</summary>
    RepeatEnds,
}

/// <summary>A line of a script whose repeats are unrolled.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Statement">The call, the expectation, or the repeat.</param>
/// <param name="Repetition">Which time around the innermost repeat, from 1; 0 outside of repeats.</param>
/// <param name="Depth">In how many repeats it stands; a repeat's own lines count it.</param>
/// <param name="Until">The innermost repeat around it that waits for memory to run out; null for none.</param>
public readonly record struct UnrolledLine(UnrolledKind Kind, Statement Statement, long Repetition, int Depth, UntilOutOfMemory? Until);
