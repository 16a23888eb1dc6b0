using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Metrics;

namespace TeeSim.Scenarios.Checking;

/// <summary>What can be said in scripts for cores with a driver: its calls and metrics, and those of the core.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Metrics">What can be measured.</param>
public sealed record Language(CallTable Calls, MetricTable Metrics)
{
    /// <summary>The language of a driver.</summary>
    public static Language Of(IDriverFactory driver) => new(CallTable.Of(driver), MetricTable.Of(driver));
}
