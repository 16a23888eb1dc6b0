namespace TeeSim.Scenarios.Running;

/// <summary>How a scenario is run.</summary>
public sealed record RunOptions
{
    /// <summary>Is given every line of the device log as it is printed; null when nobody wants them.</summary>
    public Action<string>? OnLogLine { get; init; }
}
