using BenchmarkDotNet.Attributes;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Benchmarks;

/// <summary>
/// What trying orderings costs beyond making the calls: the script of the channel switch with three processes and four switches, one
/// thread. All times are for one call, or one transition from state to state.
/// </summary>
[MemoryDiagnoser]
public class ExplorationBenchmarks
{
    private const int Steps = 3 + 4 * 8;
    private const int Transitions = 150_301;

    private readonly CallProgram _program = Compile();
    private NamedValue[] _values = [];
    private readonly NamedValue[] _inputs = new NamedValue[8];
    private SecureWorld _world = null!;
    private WorldJournal _journal = null!;
    private ObjectGraph _graph = null!;

    /// <summary>Checks that the contestants do what they are said to do.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _values = new NamedValue[_program.Slots];
        _world = SecureWorld.Boot(_program.Scenario.Options with { GuardDriver = true });
        _journal = new WorldJournal(_world, hashes: false);
        _graph = ObjectGraph.Of(_world, _journal);
        Contestants.Agree("calls of the script", Steps, _program.Steps.Count);
        Contestants.Agree("transitions up to addresses", Transitions, Explore().Transitions);
    }

    /// <summary>The calls as written, one after the other, nobody looking.</summary>
    [Benchmark(OperationsPerInvoke = Steps, Baseline = true)]
    public void Straight()
    {
        foreach (Step step in _program.Steps) Make(step);
        _journal.Discard();
    }

    /// <summary>The same, keeping the state behind each call and looking who owns what, as every search does.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void StraightLookingForLeaks()
    {
        foreach (Step step in _program.Steps)
        {
            Make(step);
            _journal.Keep();
            _graph.Read();
        }

        while (_journal.Depth > 0) _journal.StepBack();
    }

    /// <summary>The same calls by the runner of scripts, report included.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void RunAsAScript() => ScenarioRunner.Run(_program.Scenario, new RunOptions());

    /// <summary>A whole search: fork, compare, restore, judge, count, examples.</summary>
    [Benchmark(OperationsPerInvoke = Transitions)]
    public ExplorationReport Explore() => Explorer.Explore(_program, new SearchOptions { Workers = 1 });

    private void Make(Step step)
    {
        for (int i = 0; i < step.Inputs.Length; i++) _inputs[i] = _values[step.Inputs[i]];
        ReadOnlySpan<NamedValue> inputs = _inputs.AsSpan(0, step.Inputs.Length);
        TeeOutcome outcome = step.Call.Make(_world, inputs);
        if (outcome.IsSuccess && step.Call.Definition.Result is not null) _values[step.Index] = step.Call.ResultOf(outcome, inputs);
    }

    private static CallProgram Compile()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, "scenarios", "livetv-channel-switch.tee"))
            .Replace("repeat 2", "repeat 4", StringComparison.Ordinal);
        Scenario scenario = Scenario.Parse("livetv-channel-switch.tee", script, out IReadOnlyList<Diagnostic> diagnostics)
            ?? throw new InvalidOperationException($"{diagnostics[0]}");
        return Explorer.Compile(scenario, rounds: null, out Diagnostic? problem) ?? throw new InvalidOperationException($"{problem}");
    }
}
