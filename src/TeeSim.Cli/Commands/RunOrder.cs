using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.States;

namespace TeeSim.Cli.Commands;

/// <summary>In which order a script's calls are made, and with which driver.</summary>
/// <param name="Schedule">The order; null for that of the lines.</param>
/// <param name="Rounds">How many rounds of each repeat the order has; null for all.</param>
/// <param name="Driver">The driver; null for the script's own.</param>
internal sealed record RunOrder(string? Schedule, long? Rounds, ITvpDriverFactory? Driver)
{
    /// <summary>Reads a script and puts its calls into the order. A driver of somebody else is watched, so that what it does wrong is a finding.</summary>
    public Scenario? Load(string file, RunState? from, bool saves, out IReadOnlyList<Diagnostic> diagnostics)
    {
        if (Scenario.Load(file, out diagnostics, from) is not { } scenario) return null;
        if (Driver is not null) scenario = scenario.WithDriver(Driver);
        // States of a watched core don't fit one that is not.
        if (Schedule is null) return Driver is null || from is not null || saves ? scenario : scenario.Guarded();
        if (Explorer.Compile(scenario, Rounds, out Diagnostic? problem) is { } program)
        {
            if (Exploration.Schedules.Schedule.Parse(Schedule, program, out string? wrong) is { } schedule) return ScheduledScript.Of(program, schedule).Guarded();
            problem = new Diagnostic(SourcePosition.OfFile(file), wrong!);
        }

        diagnostics = [problem!];
        return null;
    }
}
