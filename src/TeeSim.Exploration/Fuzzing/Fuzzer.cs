using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// Makes random calls of random processes in a random order, and looks what they leave behind. A run depends on the seed and its number
/// only, and a failure that is new is minimised at once.
/// </summary>
public sealed class Fuzzer
{
    private readonly FuzzOptions _options;
    private readonly FuzzRandom _random = new(0, 0);
    private readonly FuzzRun _generated;
    private readonly Seeds _seeds = new();
    private readonly KnownFailures _known = new();
    private readonly SortedSet<string> _ofOpTee = new(StringComparer.Ordinal);
    private readonly List<FoundFailure> _found = [];
    private const int RunsBetweenJudgements = 16;
    private long _calls;

    private Fuzzer(FuzzOptions options)
    {
        _options = options;
        TrialSetup setup = FuzzSetups.Of(options.Target, options.Driver);
        _generated = new FuzzRun(setup, new TrialWorld(setup.Scenario, checksSessions: true) { IsKnown = _known.Contains },
            new Vocabulary(setup, FuzzSetups.Processes(options.Processes), options.Seed));
        foreach (Scenarios.Setup.Scenario scenario in options.Corpus)
            _seeds.Add(options.Driver is { } driver ? scenario.WithDriver(driver) : scenario, options.Seed, _known);
    }

    /// <summary>Fuzzes.</summary>
    /// <param name="options">What.</param>
    /// <param name="onFailure">Is told of each new failure at once; null for nobody.</param>
    /// <param name="stops">Is asked after each run, with the number of runs and calls, whether to stop; null to go on to the end.</param>
    public static FuzzReport Run(FuzzOptions options, Action<FoundFailure>? onFailure = null, Func<long, long, bool>? stops = null) =>
        new Fuzzer(options).Run(onFailure, stops);

    /// <summary>The calls of one run as a script, for those who want to see what runs are like.</summary>
    /// <param name="options">What would be fuzzed.</param>
    /// <param name="run">Which run, from 1.</param>
    public static string ScriptOf(FuzzOptions options, long run)
    {
        var fuzzer = new Fuzzer(options);
        (FuzzRun made, _) = fuzzer.Make(run);
        return Scenarios.Syntax.ScriptPrinter.Print(TrialScript.Write(made.Setup, made.World, made.Calls, null));
    }

    private FuzzReport Run(Action<FoundFailure>? onFailure, Func<long, long, bool>? stops)
    {
        int known = _known.Count;
        long run = 0;
        while (run < _options.Runs)
        {
            (FuzzRun made, bool stopped) = Make(++run);
            _calls += made.Calls.Count;
            if (stopped || made.Hung || IsWorthJudging(made, run)) Judge(made, run, onFailure);
            if (stops?.Invoke(run, _calls) is true) break;
        }

        return new FuzzReport(_options.Seed, run, _calls, known, [.. _ofOpTee], _found, run < _options.Runs);
    }

    // What somebody holds though nobody can take it back looks like nothing: so now and then a run is judged that looks good.
    private bool IsWorthJudging(FuzzRun made, long run) =>
        made.World.LooksWrong() || made.World.Deadlocks.Any(d => !_known.Contains(d)) || run % RunsBetweenJudgements == 0;

    private (FuzzRun Run, bool Stopped) Make(long run)
    {
        _random.Restart(_options.Seed, (ulong)run);
        if (_seeds.Count > 0 && _random.OneIn(2)) return _seeds.Mutate(_random);
        return (_generated, _generated.Generate(_random, _options.Calls));
    }

    private void Judge(FuzzRun made, long run, Action<FoundFailure>? onFailure)
    {
        RandomFindings judged = RandomFindings.Of(made.World, made.Calls);
        _ofOpTee.UnionWith(judged.Known);
        foreach ((TrialFinding finding, IReadOnlyList<Step> calls) in judged.Found)
        {
            if (_known.Contains(finding)) continue;
            MinimizedScript script = Minimizer.Minimize(
                made.Setup, made.World, new FailureToKeep(finding.Key, calls, null, ExpectsNoLeak: false),
                out IReadOnlyList<TrialFinding> all);
            bool isConsequence = IsConsequence(finding.Key, all);
            _known.Add(finding);
            if (isConsequence) continue;
            var found = new FoundFailure(run, script);
            _found.Add(found);
            onFailure?.Invoke(found);
        }
    }

    // What does not show without a leak that is known, such as a split of the region that leaked, comes from it.
    // Who takes which mutex does not.
    private bool IsConsequence(FindingKey failure, IReadOnlyList<TrialFinding> all)
    {
        if (failure.Kind == FailureKind.PossibleDeadlock) return false;
        foreach (TrialFinding finding in all)
        {
            if (finding.Key.IsSame(failure)) return false;
            if (finding.Key.Kind == FailureKind.Leak && finding.At >= 0 && _known.Contains(finding)) return true;
        }

        return false;
    }
}
