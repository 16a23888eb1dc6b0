using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Scripts of which random ones have shown that two ways to judge them disagree.</summary>
public class FoundByChanceTests
{
    private const string Head = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session instance_keep_alive
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    [Theory]
    [InlineData("", "`a: ta_open_session(s, tvp)` stops the core: 'TA is busy and waiting for it would be a deadlock' at "
        + "core/kernel/tee_ta_manager.c:0 <tee_ta_set_busy> (line 6)")]
    [InlineData(" -> core_panic", null)]
    public void A_call_in_a_block_that_stops_the_core_does_so_itself(string expected, string? finding)
    {
        CallProgram program = Explorations.Compile($$"""
            {{Head}}
            a s = open_session(tvp)
            b open_session(drm) {
                a ta_open_session(s, tvp){{expected}}
            }
            """.Replace("\n\n", "\n", StringComparison.Ordinal));

        ExplorationReport report = Explorer.Explore(
            program, new SearchOptions { Workers = 1, ChecksReduction = true }, cancel: TestContext.Current.CancellationToken);

        string[] wanted = finding is null ? [] : [finding];
        report.Failures.Select(f => $"{f.Finding}").ShouldBe(wanted);
        ScenarioRunner.Run(program.Scenario, new RunOptions()).Findings.Select(f => $"{f}").ShouldBe(wanted);
    }

    // What a script leaves open is freed only when leaks are judged.
    [Fact]
    public void A_driver_that_looks_at_addresses_when_it_frees_is_searched_exactly()
    {
        IDriverFactory driver = PlantedCases.Drivers.Select(d => d.Factory).First(f => f.Name == "frees-by-address");
        Scenario scenario = Scenario.Parse("x.tee", $$"""
            {{Head}}
            c open_session(drm)
            b s = open_session(drm)
            b open_channel(s, 0x5a500000 + 1M)
            b map(s, 0x5a500000, 0x1000)
            """, out _, driver: driver).ShouldNotBeNull();
        CallProgram program = Explorer.Compile(scenario, rounds: null, out _).ShouldNotBeNull();

        ExplorationReport[] reports =
            [.. Explorations.AllWays.Select(way => Explorer.Explore(program, way, cancel: TestContext.Current.CancellationToken))];

        reports.Select(r => string.Join("; ", r.Kinds.Select(k => $"{k.Orderings} {k.Kind}"))).Distinct().ShouldHaveSingleItem();
        reports[0].Kinds.Select(k => k.Kind).ShouldContain(FailureKind.Leak);
    }
}
