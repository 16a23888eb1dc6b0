using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Running;
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

    private static readonly ExpectStatement NoChannels = Expectation("channels");
    private static readonly ExpectStatement NoLeak = Expectation("leaked");

    /// <summary>Minimises a script that fails when it is run as written: its most severe failure, of several the first.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="problem">Why it can't be minimised; null on success.</param>
    public static MinimizedScript? Minimize(Scenario scenario, out Diagnostic? problem)
    {
        problem = null;
        TrialSetup setup = TrialSetup.Of(scenario);
        SourcePosition file = SourcePosition.OfFile(scenario.Script.File);
        if (ScriptCalls.Of(scenario, setup.Compiler, MostScriptCalls) is not { } script)
        {
            problem = new Diagnostic(file, $"the script makes more than {MostScriptCalls.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} calls; lower a count, so that it just fails");
            return null;
        }

        var world = new TrialWorld(setup.Options);
        if (Target.Of(scenario, script, world, out string? why) is { } target) return Minimize(setup, world, target);
        problem = new Diagnostic(file, why!);
        return null;
    }

    /// <summary>The same for a script that fails in one order of its calls.</summary>
    /// <param name="program">The script.</param>
    /// <param name="schedule">The order.</param>
    /// <param name="problem">Why it can't be minimised; null on success.</param>
    public static MinimizedScript? Minimize(CallProgram program, Schedule schedule, out Diagnostic? problem) => Minimize(ScheduledScript.Of(program, schedule), out problem);

    /// <summary>Minimises a list of calls that shows a failure.</summary>
    internal static MinimizedScript Minimize(TrialSetup setup, TrialWorld world, Target target) => Minimize(setup, world, target, out _);

    /// <summary>The same, with all that is wrong with the calls of the shortest script.</summary>
    internal static MinimizedScript Minimize(TrialSetup setup, TrialWorld world, Target target, out IReadOnlyList<Finding> all)
    {
        ExpectStatement? printed = target.Key.Kind switch
        {
            FailureKind.Leak when target.ExpectsNoLeak => NoLeak,
            FailureKind.Unreachable => NoChannels,
            _ => target.Expectation,
        };
        var reduction = new Reduction(setup, world, target.Calls, target.Key, target.Expectation, MostTrials, MostCallsMade);
        bool confirmed = IsConfirmed(reduction, printed);
        // Once more for what a shorter script has made superfluous.
        for (int round = 0; round < 2; round++)
        {
            foreach (Action<Reduction> step in Steps) Take(step, reduction, printed, confirmed);
        }

        all = reduction.ShowAll();
        string text = MinimizedText.Of(reduction, printed, out string sentence);
        return new MinimizedScript(target.Key, sentence, text, target.Calls.Count, reduction.Calls.Count, reduction.Trials, !reduction.IsExhausted, confirmed);
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

    // A state can look the same and have come to be in another way: where a run as written does not see the failure any more, the step is taken back.
    private static void Take(Action<Reduction> step, Reduction reduction, ExpectStatement? printed, bool confirmed)
    {
        Reduction.Kept before = reduction.Keep();
        step(reduction);
        if (confirmed && reduction.Keep() != before && !IsConfirmed(reduction, printed)) reduction.GoBack(before);
    }

    private static bool IsConfirmed(Reduction reduction, ExpectStatement? printed) =>
        Confirmation.Of(MinimizedText.Of(reduction, printed, out _), reduction.Setup.Options.Driver, reduction.Key);

    private static ExpectStatement Expectation(string metric) =>
        new(default, new Metric(new Name(metric, default), null, null), ComparisonOperator.Equal, new Number(0, "0", default));
}
