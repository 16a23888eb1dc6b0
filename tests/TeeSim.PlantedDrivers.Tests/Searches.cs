using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.PlantedDrivers.Tests;

/// <summary>Searches through the orderings of the scripts.</summary>
internal static class Searches
{
    public static Scenario Parse(string text, IDriverFactory driver)
    {
        Scenario? scenario = Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
        diagnostics.ShouldBeEmpty();
        return scenario!.WithDriver(driver);
    }

    public static CallProgram Compile(string text, IDriverFactory driver)
    {
        CallProgram? program = Explorer.Compile(Parse(text, driver), rounds: null, out Diagnostic? problem);
        problem.ShouldBeNull();
        return program!;
    }

    public static ExplorationReport Explore(string text, IDriverFactory driver, ExpectedFaults faults = ExpectedFaults.None) =>
        Explorer.Explore(Compile(text, driver), new SearchOptions
        {
            Kill = faults.HasFlag(ExpectedFaults.Kill),
            FailAllocations = faults.HasFlag(ExpectedFaults.FailAlloc),
            Workers = 1,
        });

    public static ExplorationReport Explore(PlantedCase planted, string target = PlantedScripts.Arm32) =>
        Explore(PlantedScripts.Read(planted.Script, target), planted.Driver.Factory, planted.Faults);
}
