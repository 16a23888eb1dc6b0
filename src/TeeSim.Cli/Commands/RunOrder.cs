using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.States;

namespace TeeSim.Cli.Commands;

/// <summary>In which order a script's calls are made, and with which driver.</summary>
/// <param name="Schedule">The order; null for that of the lines.</param>
/// <param name="Rounds">How many rounds of each repeat the order has; null for all.</param>
/// <param name="Driver">The driver; null for the script's own.</param>
internal sealed record RunOrder(string? Schedule, long? Rounds, IDriverFactory? Driver)
{
    /// <summary>Reads a script and puts its calls into the order. A driver that the script does not name is watched, so that what it does wrong is a finding.</summary>
    public OrderedRun? Load(string file, RunState? from, bool saves, out IReadOnlyList<Diagnostic> diagnostics)
    {
        if (Scenario.Load(file, out diagnostics, from) is not { } scenario) return null;
        if (Driver is not null) scenario = scenario.WithDriver(Driver);
        // States of a watched core don't fit one that is not.
        if (Schedule is null) return new OrderedRun(Driver is null || from is not null || saves ? scenario : scenario.Guarded(), null, null);
        if (Explorer.Compile(scenario, Rounds, out Diagnostic? problem) is { } program)
        {
            if (Exploration.Schedules.Schedule.Parse(Schedule, program, out string? wrong) is { } schedule) return new OrderedRun(ScheduledScript.Of(program, schedule).Guarded(), program, schedule);
            problem = new Diagnostic(SourcePosition.OfFile(file), wrong!);
        }

        diagnostics = [problem!];
        return null;
    }
}

/// <summary>A script in the order in which its calls are to be made.</summary>
/// <param name="Scenario">What runs.</param>
/// <param name="Program">For another order than that of the lines: what it is an order of.</param>
/// <param name="Schedule">That order; null otherwise.</param>
internal sealed record OrderedRun(Scenario Scenario, CallProgram? Program, Schedule? Schedule)
{
    /// <summary>Runs it.</summary>
    public RunReport Run(RunOptions options)
    {
        RunReport report = ScenarioRunner.Run(Scenario, options);
        if (Program is null || Schedule is null) return report;
        FailureReport[] more = [.. ScheduleJudge.Judge(Program, Schedule).Where(IsUnseenByRuns).Select(f => new FailureReport(f.Line, f.What, 1))];
        return report with { Passed = report.Passed && more.Length == 0, Failures = [.. report.Failures, .. more] };
    }

    // A run has its own words for all others.
    private static bool IsUnseenByRuns(Failure failure) => failure.Kind is FailureKind.Unreachable or FailureKind.Growth or FailureKind.CorruptedHeap
        || (failure.Kind == FailureKind.UseAfterFree && failure.Call.Length == 0);
}
