using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Exploration.Tests;

/// <summary>Scripts of the tests, and searches through their orderings.</summary>
internal static class Explorations
{
    public const string Device = """
        target amlogic-3.9-arm32
        heap   128K
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    /// <summary>A channel switch in which only the player waits.</summary>
    public const string Switch = Device + """
        input   t  = open_session(tvp)
        player  s  = open_session(drm)
        repeat 2 {
            input   ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm)
            player  wait(input)
            player  va = map(s, 0x5a399000, 0x1000)
            input   wait(player)
            input   close_channel(ch)
            player  unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND
        }
        """;

    public static IReadOnlyList<SearchOptions> AllWays { get; } =
    [
        .. from equality in Enum.GetValues<StateEquality>()
           from reduction in new[] { true, false }
           from workers in new[] { 1, 2 }
           select new SearchOptions { Equality = equality, Reduction = reduction, Workers = workers },
    ];

    public static Scenario Parse(string text, string driver = "shipped")
    {
        Scenario? scenario = Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
        diagnostics.ShouldBeEmpty();
        return scenario!.WithDriver(DriverCatalog.Find(driver)!);
    }

    public static CallProgram Compile(string text, string driver = "shipped", long? rounds = null)
    {
        CallProgram? program = Explorer.Compile(Parse(text, driver), rounds, out Diagnostic? problem);
        problem.ShouldBeNull();
        return program!;
    }

    public static ExplorationReport Explore(string text, SearchOptions? options = null, string driver = "shipped") =>
        Explorer.Explore(
            Compile(text, driver, options?.Rounds), (options ?? new SearchOptions { Workers = 1 }) with { ChecksReduction = true });

    public static string Shipped(string name) => File.ReadAllText(Path.Combine(Repository.Root, "scenarios", name));
}
