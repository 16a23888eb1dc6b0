using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>The failure that is to stay.</summary>
/// <param name="Key">Which.</param>
/// <param name="Calls">Calls that show it.</param>
/// <param name="Expectation">What does not hold at their end, when that is the failure.</param>
/// <param name="ExpectsNoLeak">Whether the script says itself that nothing may leak.</param>
internal sealed record Target(FailureKey Key, IReadOnlyList<TrialCall> Calls, ExpectStatement? Expectation, bool ExpectsNoLeak)
{
    /// <summary>The most severe failure of a script, of several the first.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="script">What it does.</param>
    /// <param name="world">A world for it.</param>
    /// <param name="why">Why there is none; null otherwise.</param>
    public static Target? Of(Scenario scenario, ScriptCalls script, TrialWorld world, out string? why)
    {
        why = null;
        RunReport report = ScenarioRunner.Run(scenario, new RunOptions());
        (int, ExpectStatement Expectation)[] failing = [.. script.Expectations.Where(e => report.Failures.Any(f => f.Line == e.Expectation.Position.Line))];
        bool judgesLeaksItself = script.Expectations.Any(e => IsAboutLeaks(e.Expectation));
        bool leakFails = judgesLeaksItself ? failing.Any(f => IsAboutLeaks(f.Expectation)) : report.Leaks.Count > 0;
        Finding? worst = world.Judge(script.Calls).Where(f => f.Key.Kind != FailureKind.Leak || leakFails).MaxBy(f => f.Key.Kind);
        if (worst is not null) return new Target(worst.Key, script.Calls, null, judgesLeaksItself);
        foreach ((int behind, ExpectStatement expectation) in failing)
        {
            TrialCall[] calls = [.. script.Calls.Take(behind)];
            if (world.Judge(calls, expectation).FirstOrDefault(f => f.Key.Kind == FailureKind.Expectation) is { } found) return new Target(found.Key, calls, expectation, judgesLeaksItself);
        }

        why = WhyNot(report);
        return null;
    }

    private static bool IsAboutLeaks(ExpectStatement expectation) => expectation.Metric.Name.Text is "leaked" or "leaked_blocks";

    private static string WhyNot(RunReport report)
    {
        if (report.Passed) return "the script does not fail when it is run as written; name one that fails, or the order in which it fails with --schedule";
        return report.Leaks.Any(l => l.Kind == LeakKind.Growing)
            ? "what fails is that memory grows with every round of a repeat, which no single call shows; shorten the repeat by hand"
            : "the failure shows only in the repeats as written; write their rounds one below the other, or lower a count";
    }
}
