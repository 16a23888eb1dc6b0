using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>How a scenario is run.</summary>
public sealed record RunOptions
{
    /// <summary>Is given every line of the device log as it is printed; null when nobody wants them.</summary>
    public Action<string>? OnLogLine { get; init; }

    /// <summary>Is given each call when it begins, and null, or the call around it, when it is done; null when nobody wants them.</summary>
    public Action<CallReference?>? OnCall { get; init; }

    /// <summary>The state to go on from; null to boot. The scenario must have been loaded for it.</summary>
    public RunState? From { get; init; }

    /// <summary>Is given the state at the end, unless the core has panicked; null when nobody wants it.</summary>
    public Action<RunState>? OnState { get; init; }
}
