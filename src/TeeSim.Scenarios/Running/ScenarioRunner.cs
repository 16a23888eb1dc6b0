using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Running;

/// <summary>Runs scenarios.</summary>
public static class ScenarioRunner
{
    /// <summary>Boots a world of its own, makes the calls of the script as written, and reports what came of it. The same scenario gives the same report.</summary>
    public static RunReport Run(Scenario scenario, RunOptions options)
    {
        using var run = new ScenarioRun(scenario, options);
        return run.Run();
    }
}
