using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Metrics;

namespace TeeSim.Scenarios.Checking;

/// <summary>What can be said in scripts for cores with a driver: its calls, metrics and settings, and those of the core.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Metrics">What can be measured.</param>
/// <param name="Settings">The settings of the driver, beside those of the language itself (<see cref="Syntax.SettingForm"/>).</param>
public sealed record Language(CallTable Calls, MetricTable Metrics, IReadOnlyList<string> Settings)
{
    /// <summary>The language of a driver.</summary>
    public static Language Of(IDriverFactory driver) =>
        new(CallTable.Of(driver), MetricTable.Of(driver), [.. driver.Settings.Select(s => s.Name)]);
}
