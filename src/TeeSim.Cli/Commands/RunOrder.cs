using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;

namespace TeeSim.Cli.Commands;

/// <summary>In which order a script's calls are made, and with which driver.</summary>
/// <param name="Schedule">The order; null for that of the lines.</param>
/// <param name="Rounds">How many rounds of each repeat the order has; null for all.</param>
/// <param name="Driver">The driver; null for the script's own.</param>
internal sealed record RunOrder(string? Schedule, long? Rounds, IDriverFactory? Driver)
{
    /// <summary>Reads a script, and finds its calls in the order.</summary>
    /// <returns>Runs it; null when something is wrong with the script or the order.</returns>
    public Func<RunOptions, RunReport>? Load(string file, RunState? from, out IReadOnlyList<Diagnostic> diagnostics)
    {
        if (Scenario.Load(file, out diagnostics, from, Driver) is not { } scenario) return null;
        if (Schedule is null) return options => ScenarioRunner.Run(scenario, options);
        if (Explorer.Compile(scenario, Rounds, out Diagnostic? problem) is { } program)
        {
            if (Exploration.Schedules.Schedule.Parse(Schedule, program, out string? wrong) is { } schedule)
                return options => schedule.Run(program, options);
            problem = new Diagnostic(SourcePosition.OfFile(file), wrong!);
        }

        diagnostics = [problem!];
        return null;
    }
}
