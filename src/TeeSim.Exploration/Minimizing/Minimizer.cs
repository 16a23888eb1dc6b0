using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Finds the shortest script that shows the same failure as a long one.</summary>
public static class Minimizer
{
    /// <summary>How many calls a script can make, repeats unrolled.</summary>
    public const int MostScriptCalls = 10_000;

    /// <summary>How many shorter scripts are tried at the most.</summary>
    public const int MostTrials = 20_000;

    // Long scripts take long to try.
    private const long MostCallsMade = 20_000_000;

    private static readonly ExpectStatement NoLeak = Expectation("leaked");

    /// <summary>Minimises a script that fails when it is run as written: its most severe failure, of several the first.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="problem">Why it can't be minimised; null on success.</param>
    public static MinimizedScript? Minimize(Scenario scenario, out Diagnostic? problem)
    {
        SourcePosition file = SourcePosition.OfFile(scenario.Script.File);
        if (ProgramBuilder.Build(scenario, rounds: null, MostScriptCalls) is not { } program)
        {
            problem = new Diagnostic(file,
                $"the script makes more than {MostScriptCalls.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} calls; "
                + "lower a count, so that it just fails");
            return null;
        }

        return Minimize(program, Confirmation.Of(() => ScenarioRunner.Run(scenario, new RunOptions())), StepList.Of(program), out problem);
    }

    /// <summary>The same for a script that fails in one order of its calls.</summary>
    /// <param name="program">The script.</param>
    /// <param name="schedule">The order.</param>
    /// <param name="problem">Why it can't be minimised; null on success.</param>
    public static MinimizedScript? Minimize(CallProgram program, Schedule schedule, out Diagnostic? problem) =>
        Minimize(program, Confirmation.Of(() => schedule.Run(program, new RunOptions())), StepList.Of(program, schedule), out problem);

    private static MinimizedScript? Minimize(CallProgram program, Confirmation run, StepList list, out Diagnostic? problem)
    {
        var setup = TrialSetup.Of(program.Scenario);
        var world = new TrialWorld(program.Scenario, checksSessions: false);
        problem = null;
        if (FailureToKeep.Of(run, list, world, out string? why) is { } failure) return Minimize(setup, world, failure);
        problem = new Diagnostic(SourcePosition.OfFile(program.Scenario.Script.File), why!);
        return null;
    }

    /// <summary>Minimises a list of steps that shows a failure.</summary>
    internal static MinimizedScript Minimize(TrialSetup setup, TrialWorld world, FailureToKeep failure) =>
        Minimize(setup, world, failure, out _);

    /// <summary>The same, with all that is wrong with the steps of the shortest script.</summary>
    internal static MinimizedScript Minimize(TrialSetup setup, TrialWorld world, FailureToKeep failure, out IReadOnlyList<TrialFinding> all)
    {
        ExpectStatement? printed = failure.Key.Kind == FailureKind.Leak && failure.ExpectsNoLeak ? NoLeak : failure.Expectation;
        var reduction = new Reduction(setup, world, failure.Steps, failure.Key, failure.Expectation, MostTrials, MostCallsMade);
        bool confirmed = IsConfirmed(reduction, printed);
        // Once more for what a shorter script has made superfluous.
        for (int round = 0; round < 2; round++)
        {
            foreach (Action<Reduction> step in Steps) Take(step, reduction, printed, confirmed);
        }

        all = reduction.ShowAll();
        Confirmation run = Confirmation.Run(MinimizedText.Of(reduction, printed), setup.Scenario.Options.Driver);
        string text = MinimizedText.Of(reduction, printed, run.Report, out string sentence);
        return new MinimizedScript(
            failure.Key, sentence, text, failure.Steps.Count, reduction.Calls.Count, reduction.Trials, !reduction.IsExhausted, confirmed);
    }

    private static Action<Reduction>[] Steps { get; } =
    [
        Reducers.DropProcesses,
        Reducers.DropCalls,
        Reducers.DropInnerCalls,
        Reducers.DropFaults,
        Reducers.DropSwitches,
        Reducers.ShrinkNumbers,
        Reducers.DropSettings,
    ];

    // Where a run as written does not see the failure any more behind a step, the step is taken again, and what it proposes
    // is kept only if a run sees it.
    private static void Take(Action<Reduction> step, Reduction reduction, ExpectStatement? printed, bool confirmed)
    {
        Reduction.Kept before = reduction.Keep();
        step(reduction);
        if (!confirmed || reduction.Keep() == before || IsConfirmed(reduction, printed)) return;
        reduction.GoBack(before);
        reduction.IsConfirmed = r => IsConfirmed(r, printed);
        step(reduction);
        reduction.IsConfirmed = null;
    }

    private static bool IsConfirmed(Reduction reduction, ExpectStatement? printed) =>
        Confirmation.Run(MinimizedText.Of(reduction, printed), reduction.Setup.Scenario.Options.Driver).Shows(reduction.Key);

    private static ExpectStatement Expectation(string metric) =>
        new(default, new Metric(new Name(metric, default), null, null), ComparisonOperator.Equal, new Number(0, "0", default));
}
