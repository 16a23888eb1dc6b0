using System.Numerics;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.Verifying;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.CrossChecks;

/// <summary>One random script with a random driver and random faults, judged in every way that there is.</summary>
internal sealed class CrossCheck
{
    private const int MostTries = 100;
    private const int MostOrderings = 60;
    private readonly List<string> _disagreements = [];
    private readonly Scenario _scenario;
    private readonly CallProgram _program;
    private readonly SearchOptions _options;

    private CrossCheck(string text, Scenario scenario, CallProgram program, SearchOptions options) =>
        (Text, _scenario, _program, _options) = (text, scenario, program, options);

    /// <summary>The script.</summary>
    public string Text { get; }

    /// <summary>The driver.</summary>
    public string Driver => _scenario.Options.Driver.Name;

    /// <summary>The faults in words.</summary>
    public string Faults => string.Join(", ", new[]
    {
        _options.Kill ? "kill" : "",
        _options.FailAllocations ? "fail-alloc" : "",
        _options.TaPanics ? "ta-panics" : "",
        $"most {_options.MostFaults}",
    }.Where(f => f.Length > 0));

    /// <summary>Whether every ordering was run.</summary>
    public bool RanAll { get; private set; }

    /// <summary>Makes a right script from a seed; none when chance gives none.</summary>
    public static CrossCheck? Of(int seed)
    {
        var random = new Random(seed);
        IReadOnlyList<IDriverFactory> drivers = random.Next(2) == 0 ? DriverCatalog.All : [.. PlantedCases.Drivers.Select(d => d.Factory)];
        IDriverFactory driver = drivers[random.Next(drivers.Count)];
        int faults = random.Next(8);
        var options = new SearchOptions
        {
            Workers = 1,
            Kill = faults is 0 or 3,
            FailAllocations = faults == 1,
            TaPanics = faults is 2 or 3,
            MostFaults = random.Next(10) == 0 ? 2 : 1,
        };
        for (int i = 0; i < MostTries; i++)
        {
            string text = RandomScript.Write(random, driver, 3 + random.Next(6));
            if (Of(text, driver, options) is { } made) return made;
        }

        return null;
    }

    /// <summary>A script; null when it is wrong, or has too many orderings.</summary>
    public static CrossCheck? Of(string text, IDriverFactory driver, SearchOptions options)
    {
        if (Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> _, driver: driver) is not { } scenario) return null;
        if (Explorer.Compile(scenario, rounds: null, out _) is not { } program) return null;
        return new ScheduleSpace(program).All is not { } all || all > MostOrderings
            ? null
            : new CrossCheck(text, scenario, program, options);
    }

    /// <summary>Judges in all ways.</summary>
    /// <param name="mostRuns">How many orderings are run one by one at the most.</param>
    /// <returns>What does not agree; empty when all does.</returns>
    public IReadOnlyList<string> Disagreements(int mostRuns)
    {
        _disagreements.Clear();
        Judgement one = Search(_options with { ChecksReduction = true }, out ExplorationReport? report);
        Compare("3 jobs", one, Search(_options with { Workers = 3 }, out _));
        Compare("without reduction", one, Search(_options with { Reduction = false }, out _));
        Compare("exact", one, Search(_options with { Equality = StateEquality.Exact }, out _));
        CompareCell(one);
        CompareRuns(one, report, mostRuns);
        return _disagreements;
    }

    /// <summary>
    /// The shortest part of the script that shows a disagreement, line by line; null when a part is as long as the whole.
    /// </summary>
    public CrossCheck? Shortened(int mostRuns)
    {
        CrossCheck? shortest = null;
        string kind = KindOfDisagreement(mostRuns);
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = false;
            foreach (string shorter in Shorter((shortest ?? this).Text))
            {
                if (Of(shorter, _scenario.Options.Driver, _options) is not { } check || check.KindOfDisagreement(mostRuns) != kind)
                    continue;
                (shortest, goesOn) = (check, true);
                break;
            }
        }

        return shortest;
    }

    // Which ways disagree; a bug that throws is another one.
    private string KindOfDisagreement(int mostRuns)
    {
        try
        {
            return Disagreements(mostRuns) is [var first, ..] ? first[..first.IndexOf(':', StringComparison.Ordinal)] : "";
        }
#pragma warning disable CA1031 // Whatever it is.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return bug.GetType().Name;
        }
    }

    private static IEnumerable<string> Shorter(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            yield return string.Join('\n', lines.Where((_, n) => n != i));
            // A block goes with its braces, or they go alone.
            int end = lines[i].EndsWith('{') ? Array.FindIndex(lines, i, line => line.TrimStart().StartsWith('}')) : -1;
            if (end < 0) continue;
            yield return string.Join('\n', lines.Where((_, n) => n < i || n > end));
            yield return string.Join('\n', lines
                .Select((line, n) => n == i && !line.StartsWith("repeat", StringComparison.Ordinal) ? line[..^2] : line)
                .Where((line, n) => n != end && (n != i || !line.StartsWith("repeat", StringComparison.Ordinal))));
        }
    }

    private Judgement Search(SearchOptions options, out ExplorationReport? report) =>
        Judgement.Of(() => Explorer.Explore(_program, options), out report);

    private void Compare(string way, Judgement expected, Judgement other)
    {
        if (other.Problem != expected.Problem)
        {
            Report($"{way}: problem '{other.Problem}' and not '{expected.Problem}'");
        }
        else if (other.Kinds != expected.Kinds)
        {
            Report($"{way}: {other.Kinds}; and not {expected.Kinds}");
        }
        else if (!other.Findings.Select(Bare).ToHashSet().SetEquals(expected.Findings.Select(Bare)))
        {
            Report(
                $"{way}: findings\n    {string.Join("\n    ", other.Findings)}\n  and not\n    {string.Join("\n    ", expected.Findings)}");
        }
    }

    private void CompareCell(Judgement one)
    {
        // A cell stops early by itself, and says so; here it is to go on.
        VerifyCell cell = Verifier.Verify([_scenario], [_scenario.Options.Driver], _options with { Transitions = long.MaxValue })[0];
        if (cell.Report is { } report) Compare("verify", one, Judgement.Of(() => report, out _));
        else if (one.Problem.Length == 0) Report($"verify: {cell.Problem}");
    }

    private void CompareRuns(Judgement one, ExplorationReport? report, int mostRuns)
    {
        IReadOnlyList<(Schedule Schedule, BigInteger Orderings, RunReport Report)>? runs;
        try
        {
            runs = OneByOne.Run(_program, _options, mostRuns);
        }
        catch (DriverProblemException problem)
        {
            if (one.Problem.Length == 0) Report($"one by one: {problem.Message}; the search says {one.Kinds}");
            return;
        }

        if (runs is null) return;
        RanAll = true;
        if (report is null)
        {
            Report($"one by one: no run has a problem, the search has: {one.Problem}");
            return;
        }

        string never = string.Join("; ", report.NeverHeld.Select(n => n.Message).Concat(report.LockOrders));
        ILookup<FailureKind, (Schedule Schedule, BigInteger Orderings, RunReport Report)> byKind =
            runs.ToLookup(r => OneByOne.Worst(r.Report));
        string kinds = Judgement.WordsOf(byKind.Select(g => (g.Key, g.Aggregate(BigInteger.Zero, (sum, r) => sum + r.Orderings))))
            + (never.Length == 0 ? "" : "; ") + never;
        if (kinds != one.Kinds)
        {
            IEnumerable<string> examples = byKind.Select(g =>
                $"{g.Key}: {g.First().Schedule.Print(_program)} {string.Join(" | ", g.First().Report.Findings)}");
            Report($"one by one: {kinds}; the search says {one.Kinds}; runs:\n    {string.Join("\n    ", examples)}");
        }
        else if (report.FailuresLeftOut == 0)
        {
            CompareFindings(one, runs);
        }

        CompareWritten();
    }

    // A search says one thing of a call or state, the most severe one.
    private void CompareFindings(Judgement one, IReadOnlyList<(Schedule Schedule, BigInteger Orderings, RunReport Report)> runs)
    {
        HashSet<Finding> found = [.. one.Findings.Select(Bare)];
        HashSet<FailureKind> leftovers = [.. one.Findings.Where(IsOfLeftovers).Select(f => f.Kind)];
        foreach ((Schedule schedule, _, RunReport report) in runs)
        {
            FailureKind worst = OneByOne.Worst(report);
            Finding[] wrong = [.. report.Findings.Where(f => f.Kind == worst)];
            // Of leaks with the same story one example is enough.
            if (wrong.Length == 0 || wrong.Any(f => found.Contains(Bare(f)) || IsOfLeftovers(f) && leftovers.Contains(f.Kind))) continue;
            Report($"one by one: {schedule.Print(_program)} shows\n    {string.Join("\n    ", wrong.AsEnumerable())}\n"
                + $"  of which the search says nothing:\n    {string.Join("\n    ", one.Findings)}");
            return;
        }

        foreach (Finding finding in found.Where(f => !IsOfLeftovers(f)))
        {
            if (!runs.Any(r => r.Report.Findings.Any(f => Bare(f) == finding)))
                Report($"one by one: no run shows what the search says: {finding}");
        }
    }

    // What is run as a script, and as the schedule of the order as written.
    private void CompareWritten()
    {
        RunReport written = ScenarioRunner.Run(_scenario, new RunOptions());
        var schedule = new Schedule([.. _program.Steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]);
        RunReport same = schedule.Run(_program, new RunOptions());
        string[] one = [.. written.Findings.Select(f => $"{f.Kind} {f}").Distinct().Order(StringComparer.Ordinal)];
        string[] other = [.. same.Findings.Select(f => $"{f.Kind} {f}").Distinct().Order(StringComparer.Ordinal)];
        if (!one.SequenceEqual(other))
        {
            Report($"run:\n    {string.Join("\n    ", one)}\n  and not as its schedule {schedule.Print(_program)}\n"
                + $"    {string.Join("\n    ", other)}");
        }
        if (written.Passed != same.Passed) Report($"run: passed {written.Passed}, as its schedule {same.Passed}");
    }

    private static bool IsOfLeftovers(Finding finding) => finding.Line == 0 && finding.Kind.IsOfLeftovers();

    // What an expectation measures, and whose call is guilty of the leak of an example, may differ from ordering
    // to ordering: a search shows one.
    private static Finding Bare(Finding finding) =>
        finding with { Known = null, What = finding is { Call.Length: 0, Line: > 0 } ? "" : finding.What };

    private void Report(string disagreement) => _disagreements.Add(disagreement);
}
