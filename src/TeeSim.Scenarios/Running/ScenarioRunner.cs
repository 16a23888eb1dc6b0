using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Running;

/// <summary>Runs scenarios.</summary>
public static class ScenarioRunner
{
    /// <summary>
    /// Boots a world of its own, makes the calls of the script as written, and reports what came of it. The same
    /// scenario gives the same report.
    /// </summary>
    public static RunReport Run(Scenario scenario, RunOptions options)
    {
        using var run = new ScenarioRun(scenario, options);
        return run.Run();
    }

    /// <summary>The same for its calls in another order.</summary>
    internal static RunReport Run(CallProgram program, IEnumerable<RunLine> lines, RunOptions options)
    {
        using var run = new ScenarioRun(program.Scenario, options, program);
        return run.Run(lines);
    }
}
