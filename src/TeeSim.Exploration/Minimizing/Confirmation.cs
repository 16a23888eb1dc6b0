using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Trials;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Runs a script as <c>teesim run</c> does, which looks at how a state came to be and not only at the state, and asks whether its report shows a failure.</summary>
internal static class Confirmation
{
    /// <summary>Whether a run of the script shows the failure, and fails.</summary>
    public static bool Of(string text, IDriverFactory driver, FailureKey failure)
    {
        Scenario scenario = Scenario.Parse("minimized.tee", text, out IReadOnlyList<Core.Diagnostics.Diagnostic> diagnostics)
            ?? throw new InvalidOperationException($"a script that was written is wrong: {diagnostics[0]}");
        RunReport report = ScenarioRunner.Run(scenario.WithDriver(driver), new RunOptions());
        return !report.Passed && Shows(report, failure);
    }

    private static bool Shows(RunReport report, FailureKey failure) => failure.Kind switch
    {
        FailureKind.Leak => report.Leaks.Any(l => IsSame(l, failure)),
        FailureKind.CorePanic or FailureKind.UseAfterFree => report.Panic is { Expected: false } panic && PanicText.Of(panic.Message) == failure.What,
        FailureKind.WrongResult or FailureKind.Hang => report.Failures.Any(f => f.Message.EndsWith(failure.What, StringComparison.Ordinal) && (failure.Call.Length == 0 || f.Message.Contains($": {failure.Call}(", StringComparison.Ordinal))),
        FailureKind.Expectation => report.Failures.Any(f => f.Message.StartsWith($"`{failure.What}` does not hold", StringComparison.Ordinal)),
        // What is unreachable is open, which the script's last line forbids.
        FailureKind.Unreachable => report.Failures.Count > 0,
        _ => false,
    };

    // The guilty call as reports name it: `input: close_channel(ch)`.
    private static bool IsSame(LeakReport leak, FailureKey failure)
    {
        IEnumerable<string> sites = leak.Allocations.Select(a => a.Site[(a.Site.LastIndexOf('/') + 1)..]).Distinct().Order(StringComparer.Ordinal);
        return leak.Guilty.Call.Contains($": {failure.Call}(", StringComparison.Ordinal) && failure.What == $"leak from {string.Join(", ", sites)}";
    }
}
