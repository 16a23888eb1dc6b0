using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>The scripts that mutated runs start from. Scripts with the same settings and TAs share a world.</summary>
internal sealed class Seeds
{
    private const int MostCalls = 256;
    private const int MostWorlds = 64;
    private static readonly Name Any = new(ExpectedOutcome.Any, default);

    private readonly List<(FuzzRun Run, Mutator Mutator, IReadOnlyList<Step> Calls)> _all = [];
    private readonly Dictionary<string, FuzzRun> _runs = [];

    /// <summary>How many.</summary>
    public int Count => _all.Count;

    /// <summary>
    /// Takes a script in: what it shows is known from now on. A very long one would only make runs slow, so it is not changed.
    /// </summary>
    public void Add(Scenario scenario, ulong seed, KnownFailures known)
    {
        var setup = TrialSetup.Of(scenario);
        if (ProgramBuilder.Build(scenario, rounds: null, Minimizing.Minimizer.MostScriptCalls) is not { } program) return;
        IReadOnlyList<Step> steps = StepList.Of(program).Steps;
        var world = new TrialWorld(scenario, checksSessions: true) { IsKnown = known.Contains };
        foreach ((TrialFinding finding, _) in RandomFindings.Of(world, steps).Found) known.Add(finding);
        // A script without a TA, or without calls, has nothing that could be changed.
        if (steps.Count is 0 or > MostCalls || scenario.Options.Tas.Count == 0) return;
        if (RunOf(setup, world, seed, [.. steps.Select(c => c.ProcessName).Distinct()]) is not { } run) return;
        // What they do was worked out for the TAs of this script, which are those of all scripts that share the world.
        _all.Add((run, new Mutator(run.Vocabulary), [.. steps.Select(Tolerant)]));
    }

    /// <summary>Makes a seed with changes.</summary>
    /// <returns>The run, and whether the core has stopped.</returns>
    public (FuzzRun Run, bool Stopped) Mutate(FuzzRandom random)
    {
        (FuzzRun run, Mutator mutator, IReadOnlyList<Step> calls) = random.Of(_all);
        return (run, run.Follow(mutator.Mutate(calls, random)));
    }

    // Worlds take memory: of too many kinds the rest is only known, not changed.
    private FuzzRun? RunOf(TrialSetup setup, TrialWorld world, ulong seed, IReadOnlyList<string> processes)
    {
        string key = $"{ScriptPrinter.Print(new Script(setup.File, setup.Head))}\n{string.Join(' ', processes)}";
        if (_runs.TryGetValue(key, out FuzzRun? run)) return run;
        return _runs.Count < MostWorlds ? _runs[key] = new FuzzRun(setup, world, new Vocabulary(setup, processes, seed)) : null;
    }

    // With changes a call may return anything.
    private static Step Tolerant(Step call) => call with { Statement = call.Statement with { Expected = Any } };
}
