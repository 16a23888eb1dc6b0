using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;

namespace TeeSim.Scenarios.Running;

/// <summary>A script as a program that is short enough to be made over and over.</summary>
internal static class ShortProgram
{
    private const int MostSteps = 5_000;
    private const long FewRounds = 3;

    /// <summary>All of the script, or few rounds of its repeats; without any call when even that is too long.</summary>
    public static CallProgram Of(Scenario scenario, RunState? from) =>
        ProgramBuilder.Build(scenario, rounds: null, MostSteps, from)
        ?? ProgramBuilder.Build(scenario, FewRounds, MostSteps, from)
        ?? ProgramBuilder.Empty(scenario);
}
