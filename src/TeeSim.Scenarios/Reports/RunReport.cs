using TeeSim.Scenarios.Judging;

namespace TeeSim.Scenarios.Reports;

/// <summary>What a run of a script found: plain data, from which every output is rendered.</summary>
public sealed record RunReport
{
    /// <summary>The script as it was named.</summary>
    public required string File { get; init; }

    /// <summary>The target profile.</summary>
    public required string Target { get; init; }

    /// <summary>The TVP driver.</summary>
    public required string Driver { get; init; }

    /// <summary>Whether nothing is wrong: see <see cref="Findings"/>.</summary>
    public bool Passed => Findings.Count == 0 && Circles.Count == 0;

    /// <summary>
    /// What is wrong, by the rules that all commands have: the gravest first, those of one kind in the order in which they showed.
    /// </summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Whether the schedule ended though processes could go on: then the run proves nothing about what comes behind it.</summary>
    public required bool EndsEarly { get; init; }

    /// <summary>Calls that were executed.</summary>
    public required long Calls { get; init; }

    /// <summary>Simulated time from boot to the end, in microseconds.</summary>
    public required long Microseconds { get; init; }

    /// <summary>What allocated blocks and regions did, for each outermost repeat; for the whole script when it has none.</summary>
    public required IReadOnlyList<GrowthReport> Growth { get; init; }

    /// <summary>What leaked, one for each guilty call, the most bytes last.</summary>
    public required IReadOnlyList<LeakReport> Leaks { get; init; }

    /// <summary>What processes still have at the end and can take back: no leak.</summary>
    public required IReadOnlyList<HeldReport> Held { get; init; }

    /// <summary>Whether the script has an expectation about leaks, so that they are no failure by themselves.</summary>
    public required bool LeaksAreJudgedByScript { get; init; }

    /// <summary>
    /// Whether it is clear what the core and its driver keep without leaking it; otherwise what was seen to become more counts as a leak.
    /// </summary>
    public required bool IsGrowthDecided { get; init; }

    /// <summary>Mutexes that the driver takes in opposite orders: a sentence for each circle of them.</summary>
    public IReadOnlyList<string> LockOrders => [.. Circles.Select(c => c.Sentence)];

    /// <summary>The same circles, for those who tell them apart.</summary>
    internal IReadOnlyList<MutexCircle> Circles { get; init; } = [];

    /// <summary>For each pool that ran out, the first time, in the order in which they did.</summary>
    public required IReadOnlyList<ExhaustionReport> Exhausted { get; init; }

    /// <summary>How long the memory would last if the repeat went on; null when nothing grows or it has run out.</summary>
    public required ForecastReport? Forecast { get; init; }

    /// <summary>The heap at the end.</summary>
    public required HeapReport Heap { get; init; }

    /// <summary>The core panic that ended the run, or null.</summary>
    public required PanicReport? Panic { get; init; }

    /// <summary>
    /// Expectations that did not hold and results that the script does not expect, in the order of their first appearance.
    /// </summary>
    public required IReadOnlyList<FailureReport> Failures { get; init; }

    /// <summary>What calls that print were asked to print.</summary>
    public required IReadOnlyList<PrintedReport> Printed { get; init; }

    /// <summary>Lines that they printed beyond those that are kept.</summary>
    public required long PrintedLinesLeftOut { get; init; }
}

/// <summary>The core heap.</summary>
/// <param name="Size">Bytes of all pools.</param>
/// <param name="InUse">Bytes in allocated blocks, headers included.</param>
/// <param name="Largest">The largest payload that could still be had, in bytes; -1 when not even 0 bytes could.</param>
public sealed record HeapReport(long Size, long InUse, long Largest);

/// <summary>A core panic.</summary>
/// <param name="During">The call that led to it.</param>
/// <param name="Message">What stopped the core, where, at which address.</param>
/// <param name="Expected">Whether the script says that it comes.</param>
public sealed record PanicReport(CallReference During, string Message, bool Expected);

/// <summary>Something that the script does not expect.</summary>
/// <param name="Line">The line in the script.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Times">How often it was seen.</param>
public sealed record FailureReport(int Line, string Message, long Times)
{
    /// <summary>The name under which OP-TEE itself is known to have this fault; null for all others.</summary>
    public string? Known { get; init; }
}

/// <summary>What a call printed to the device log because the script asked for it.</summary>
/// <param name="By">The call.</param>
/// <param name="Lines">The lines of the device log.</param>
public sealed record PrintedReport(CallReference By, IReadOnlyList<string> Lines);
