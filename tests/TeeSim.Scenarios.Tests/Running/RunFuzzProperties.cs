using System.Text.Json;
using FsCheck.Xunit;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>
/// Whatever a script says, it is refused with sentences or runs to its end, throws nothing, and gives the same report again.
/// </summary>
public class RunFuzzProperties
{
    private const ulong MostSteps = 500;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Property(Arbitrary = [typeof(WildScript)], MaxTest = 200)]
    public void A_damaged_script_is_refused_or_runs_the_same_way_twice(WildScript script)
    {
        string[] first = Should.CompleteIn(() => Outcome(script.Text), Soon);
        first.ShouldNotBeEmpty();
        Outcome(script.Text).ShouldBe(first);
    }

    /// <summary>The diagnostics, or the device log and the report.</summary>
    private static string[] Outcome(string text)
    {
        if (Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics) is not { } scenario)
            return [.. diagnostics.Select(diagnostic => diagnostic.ToString())];
        diagnostics.ShouldBeEmpty();
        if (StepsOf(scenario.Script.Statements) > MostSteps) return ["too long for a test"];
        var log = new List<string>();
        RunReport report = ScenarioRunner.Run(scenario, new RunOptions { OnLogLine = log.Add });
        report.Heap.InUse.ShouldBeInRange(0, report.Heap.Size);
        report.Leaks.ShouldAllBe(leak => leak.Blocks > 0 && leak.Reason.Length > 0);
        if (report.Passed) report.Failures.ShouldBeEmpty();
        return [.. log, JsonSerializer.Serialize(report)];
    }

    private static ulong StepsOf(IReadOnlyList<Statement> block)
    {
        ulong steps = 0;
        foreach (Statement statement in block)
        {
            steps += statement switch
            {
                RepeatStatement repeat => Math.Min(repeat.Count.AtMost, MostSteps + 1) * (1 + StepsOf(repeat.Body)),
                CallStatement call => 1 + StepsOf(call.Body),
                _ => 1,
            };
        }

        return Math.Min(steps, MostSteps + 1);
    }
}
