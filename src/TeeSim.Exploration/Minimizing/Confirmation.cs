using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Trials;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Minimizing;

/// <summary>What <c>teesim run</c> says of a script.</summary>
/// <param name="Report">Its report; null when the driver threw an exception.</param>
/// <param name="Fault">What the driver threw; null when it did not.</param>
internal sealed record Confirmation(RunReport? Report, DriverFaultException? Fault)
{
    /// <summary>Runs a script that was written.</summary>
    public static Confirmation Run(string text, IDriverFactory driver)
    {
        // What the script names itself it is judged by, as when somebody runs it.
        Scenario scenario = Scenario.Parse("minimized.tee", text, out IReadOnlyList<Diagnostic> diagnostics,
            driver: DriverCatalog.Find(driver.Name) is null ? driver : null)
            ?? throw new InvalidOperationException($"a script that was written is wrong: {diagnostics[0]}");
        return Of(() => ScenarioRunner.Run(scenario, new RunOptions()));
    }

    /// <summary>Runs something.</summary>
    public static Confirmation Of(Func<RunReport> run)
    {
        try
        {
            return new Confirmation(run(), null);
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            return new Confirmation(null, problem.Fault);
        }
        catch (DriverFaultException fault)
        {
            return new Confirmation(null, fault);
        }
    }

    /// <summary>Whether it shows a failure.</summary>
    public bool Shows(FindingKey failure) => Report is { } report ? Shows(report, failure) : FindingKey.Of(Fault!).IsSame(failure);

    private static bool Shows(RunReport report, FindingKey failure) => failure.Kind switch
    {
        FailureKind.Leak or FailureKind.Growth =>
            report.Findings.Any(f => f.Kind == failure.Kind) && report.Leaks.Any(l => HasSites(l, failure)),
        FailureKind.PossibleDeadlock => report.Circles.Any(c => c.Mutexes == failure.What),
        FailureKind.Expectation => report.Findings.Any(f => f.What.StartsWith($"`{failure.What}` does not hold", StringComparison.Ordinal)),
        _ => report.Findings.Any(f => f.Kind == failure.Kind && f.What == failure.What
            && (failure.Call.Length == 0 || f.Call.Contains($": {failure.Call}(", StringComparison.Ordinal))),
    };

    private static bool HasSites(LeakReport leak, FindingKey failure)
    {
        IEnumerable<string> sites = leak.Allocations.Select(a => a.Site[(a.Site.LastIndexOf('/') + 1)..]);
        return failure.What.StartsWith(TrialFinding.LeakFrom, StringComparison.Ordinal)
            && failure.What[TrialFinding.LeakFrom.Length..].Split(", ").All(sites.Contains);
    }
}
