using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Trials;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// What runs are made in that no script has been given for: the two TAs of the incident, one with an instance for each session, one that is
/// kept alive, and the core's own statistics.
/// </summary>
internal static class FuzzSetups
{
    /// <summary>The setup of a target, with a driver.</summary>
    public static TrialSetup Of(string target, IDriverFactory? driver)
    {
        string text = $"""
            target {target}
            ta drm   acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session cache_maintenance
            ta tvp   37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session secure_data_path
            ta app   8d82573a-926d-4754-9353-32dc29997f74
            ta kept  5b9e0e40-2636-11e1-ad9e-0002a5d5c51b single_instance multi_session instance_keep_alive
            ta stats d96a5b40-e2c7-b1af-8794-1002a5d5c61b

            """;
        Scenario scenario = Scenario.Parse("fuzz.tee", text, out IReadOnlyList<Diagnostic> diagnostics, driver: driver)
            ?? throw new ArgumentException($"{diagnostics[0]}", nameof(target));
        return TrialSetup.Of(scenario);
    }

    /// <summary>The processes of a run: <c>p1</c>, <c>p2</c>, …</summary>
    public static IReadOnlyList<string> Processes(int count) =>
        [.. Enumerable.Range(1, count).Select(i => $"p{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}")];
}
