using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.ScenarioFiles;

/// <summary>Takes scripts apart.</summary>
internal static class Programs
{
    /// <summary>The script as a program whose orderings can be tried.</summary>
    /// <exception cref="TeeAssertException">It is too large for that.</exception>
    public static CallProgram Of(Scenario scenario, long? rounds) =>
        Explorer.Compile(scenario, rounds, out Diagnostic? problem) ?? throw new TeeAssertException(problem!.ToString());
}
