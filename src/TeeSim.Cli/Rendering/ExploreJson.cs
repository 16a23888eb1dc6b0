using System.Globalization;
using System.Numerics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.Verifying;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>
/// What a search through orderings found, for other programs. Counts of orderings are text, since they can be larger
/// than any number of JSON's readers.
/// </summary>
internal sealed record ExploreJson(
    string File, string Target, string Driver, string Verdict, bool Complete, StopReason Stop, bool Clean, bool Proved,
    StateEquality Equality, string Orderings, string? AtLeast, IReadOnlyList<KindJson> Kinds, IReadOnlyList<string> Processes,
    IReadOnlyList<ExampleJson> Failures, int FailuresLeftOut, IReadOnlyList<FailureReport> NeverHeld,
    IReadOnlyList<ShortenedReport> Shortened, IReadOnlyList<string> LockOrders, string? WhyExact, bool GrowthDecided, string? RestsOn,
    long States, long Transitions)
{
    public static ExploreJson Of(ExplorationReport r, string? driver) => new(
        r.File, r.Target, r.Driver, Verdicts.Of(r), r.IsComplete, r.Stop, r.IsClean, r.IsProved,
        r.WhyExact is null ? r.Options.Equality : StateEquality.Exact, Text(r.Orderings), r.AtLeast is { } least ? Text(least) : null,
        [.. r.Kinds.Select(k => new KindJson(k.Kind, Text(k.Orderings)))], r.Processes,
        [.. r.Failures.Select(f => new ExampleJson(
            f.Finding.Kind, f.Finding.What, f.Finding.Call, f.Finding.Line, f.Finding.Known, f.Schedule,
            ReplayLine.Of(r.File, f.Schedule, r.Options.Rounds, driver), f.Steps, f.Leaks))],
        r.FailuresLeftOut, r.NeverHeld, r.Shortened, r.LockOrders, r.WhyExact, r.IsGrowthDecided, r.IsProved ? Verdicts.RestsOn(r) : null,
        r.States, r.Transitions);

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How many orderings are of one kind.</summary>
internal sealed record KindJson(FailureKind Kind, string Orderings);

/// <summary>An ordering that shows a failure.</summary>
internal sealed record ExampleJson(
    FailureKind Kind, string What, string Call, int Line, string? Known, string Schedule, string Replay, IReadOnlyList<ExampleStep> Steps,
    IReadOnlyList<LeakReport> Leaks);

/// <summary>A cell of the table of scripts and drivers.</summary>
internal sealed record CellJson(string File, string Driver, VerifyResult Result, string Sentence, string? Replay, ExploreJson? Report);
