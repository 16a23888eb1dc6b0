using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>What is fuzzed, and for how long.</summary>
public sealed record FuzzOptions
{
    /// <summary>How many processes a run can have at the most.</summary>
    public const int MostProcesses = 26;

    /// <summary>How many calls a run can be given at the most.</summary>
    public const int MostCalls = 1_000;

    /// <summary>Runs are the same for the same seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many runs.</summary>
    public long Runs { get; init; } = 100_000;

    /// <summary>The name of the target profile.</summary>
    public required string Target { get; init; }

    /// <summary>The driver, also in the place of those that scripts of the corpus name; null for the shipped one.</summary>
    public IDriverFactory? Driver { get; init; }

    /// <summary>How many processes make calls, from 1 to <see cref="MostProcesses"/>.</summary>
    public int Processes { get; init; } = 3;

    /// <summary>How many calls a run has at the most; all numbers up to it are as likely.</summary>
    public int Calls { get; init; } = 30;

    /// <summary>Scripts to start from: what they show is known, and every second run is one of them with changes.</summary>
    public IReadOnlyList<Scenario> Corpus { get; init; } = [];
}
