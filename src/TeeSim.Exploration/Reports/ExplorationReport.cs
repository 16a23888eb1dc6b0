using System.Numerics;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Exploration.Reports;

/// <summary>What a search through the orderings of a script found: plain data.</summary>
public sealed record ExplorationReport
{
    /// <summary>The script as it was named.</summary>
    public required string File { get; init; }

    /// <summary>The target profile.</summary>
    public required string Target { get; init; }

    /// <summary>The TVP driver.</summary>
    public required string Driver { get; init; }

    /// <summary>The processes, as a schedule's letters a, b, c, … have them.</summary>
    public required IReadOnlyList<string> Processes { get; init; }

    /// <summary>Whether all orderings were tried.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Why not; <see cref="StopReason.None"/> when they were.</summary>
    public required StopReason Stop { get; init; }

    /// <summary>Repeats of which only some rounds were tried: then even all orderings are not all that the script can do.</summary>
    public required IReadOnlyList<ShortenedReport> Shortened { get; init; }

    /// <summary>Orderings that were tried, faults included.</summary>
    public required BigInteger Orderings { get; init; }

    /// <summary>How many there are at least: without faults; null when they are too many to count.</summary>
    public required BigInteger? AtLeast { get; init; }

    /// <summary>Orderings by what is wrong with them, clean ones first.</summary>
    public required IReadOnlyList<KindCount> Kinds { get; init; }

    /// <summary>One example for each distinct failure, the most severe first.</summary>
    public required IReadOnlyList<FailureExample> Failures { get; init; }

    /// <summary>Distinct failures beyond those with an example.</summary>
    public required int FailuresLeftOut { get; init; }

    /// <summary>"Sometimes" expectations that held in no ordering: lines and texts.</summary>
    public required IReadOnlyList<FailureReport> NeverHeld { get; init; }

    /// <summary>Mutexes that the driver takes in opposite orders.</summary>
    public required IReadOnlyList<string> LockOrders { get; init; }

    /// <summary>Why states were told apart by all their bytes though nobody asked for it; null where they were not.</summary>
    public required string? WhyExact { get; init; }

    /// <summary>
    /// Whether it is clear what the core and its driver keep without leaking it; otherwise what was seen to become more counts as a leak.
    /// </summary>
    public required bool IsGrowthDecided { get; init; }

    /// <summary>What faults were tried.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>Distinct states.</summary>
    public required long States { get; init; }

    /// <summary>Calls from one state to the next, each counted once.</summary>
    public required long Transitions { get; init; }

    /// <summary>Whether nothing is wrong with any ordering that was tried.</summary>
    public bool IsClean => Kinds.All(k => k.Kind == FailureKind.None) && NeverHeld.Count == 0 && LockOrders.Count == 0;

    /// <summary>Whether all that is wrong is what OP-TEE itself is known for, whatever the driver.</summary>
    public bool IsKnown =>
        !IsClean && NeverHeld.Count == 0 && LockOrders.Count == 0 && FailuresLeftOut == 0 && Failures.All(f => f.Finding.Known is not null);

    /// <summary>Whether the script is proved to be clean: all of it was tried, and nothing is wrong.</summary>
    public bool IsProved => IsComplete && Shortened.Count == 0 && IsClean;
}

/// <summary>A repeat of which only some rounds were tried.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Rounds">How many rounds were tried.</param>
public sealed record ShortenedReport(int Line, long Rounds);

/// <summary>How many orderings are of one kind.</summary>
/// <param name="Kind">What is wrong with them; <see cref="FailureKind.None"/> for clean ones.</param>
/// <param name="Orderings">How many.</param>
public sealed record KindCount(FailureKind Kind, BigInteger Orderings);

/// <summary>An ordering that shows a failure.</summary>
/// <param name="Finding">What is wrong.</param>
/// <param name="Schedule">The ordering as one word, for <c>teesim run --schedule</c>.</param>
/// <param name="Steps">What happens in it.</param>
/// <param name="Leaks">What a run of it says about leaks: the guilty call, and the one that came too late.</param>
public sealed record FailureExample(Finding Finding, string Schedule, IReadOnlyList<ExampleStep> Steps, IReadOnlyList<LeakReport> Leaks);

/// <summary>One line of an example.</summary>
/// <param name="Process">Whose column it stands in: position among the processes.</param>
/// <param name="Call">The call, or what happens in its stead.</param>
/// <param name="Line">Its line in the script; 0 for none.</param>
/// <param name="Result">What it returned; empty when it was not made.</param>
/// <param name="IsGuilty">Whether the failure begins here.</param>
public sealed record ExampleStep(int Process, string Call, int Line, string Result, bool IsGuilty);
