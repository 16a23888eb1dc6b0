using TeeSim.Exploration.Minimizing;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>What fuzzing has found.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Runs">How many runs were made.</param>
/// <param name="Calls">How many calls were made in them.</param>
/// <param name="Known">How many failures the corpus has shown from the start.</param>
/// <param name="OfOpTee">Faults that OP-TEE itself is known for, whatever the driver, and that showed; they are no failures.</param>
/// <param name="Failures">What is new, in the order in which it was found.</param>
/// <param name="Stopped">Whether it was stopped before its last run.</param>
public sealed record FuzzReport(
    ulong Seed, long Runs, long Calls, int Known, IReadOnlyList<string> OfOpTee, IReadOnlyList<FoundFailure> Failures, bool Stopped);

/// <summary>A failure that fuzzing has found.</summary>
/// <param name="Run">In which run, from 1.</param>
/// <param name="Script">The shortest script for it.</param>
public sealed record FoundFailure(long Run, MinimizedScript Script)
{
    /// <summary>A name for the script's file, from the failure: <c>leak-close_channel-mobj.c-168</c>.</summary>
    public string FileName => FailureFileName.Of(Script);
}
