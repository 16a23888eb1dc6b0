using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>
/// What nobody can name any more is told alike in the lines as written, where a name is one, and in orderings, where
/// each call has a result of its own.
/// </summary>
public class OverwrittenNameTests
{
    private const string Head = """
        target optee-3.10-arm32
        vdec   0x5a000000 + 8M
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session instance_keep_alive
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        """;

    [Fact]
    public void A_call_that_fails_leaves_the_name_to_what_had_it_until_somebody_else_takes_it()
    {
        CallProgram program = Explorations.Compile($$"""
            {{Head}}
            b s = open_session(tvp)
            repeat 2 {
                b ch = open_channel(s, 0x5a500000 + 1M) -> any
            }
            a ch = open_channel(s, 0x5a300000 + 1M)
            """);
        var schedule = new Schedule([.. program.Steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]);

        RunReport written = ScenarioRunner.Run(program.Scenario, new RunOptions());
        RunReport same = schedule.Run(program, new RunOptions());

        written.Findings.ShouldHaveSingleItem().What.ShouldBe("a channel is still open that nobody will ever close");
        same.Findings.Select(f => $"{f}").ShouldBe(written.Findings.Select(f => $"{f}"));
    }

    [Fact]
    public void What_did_not_come_in_leaves_the_name_to_what_had_it()
    {
        CallProgram program = Explorations.Compile($$"""
            {{Head}}
            b t = open_session(tvp)
            repeat 2 {
                b open_session(drm) {
                    c ch = open_channel(t, 0x5a500000 + 1M)
                }
            }
            c ch = open_channel(t, 0x5a300000 + 1M)
            """);
        var schedule = new Schedule([.. program.Steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]);

        string[] written = [.. ScenarioRunner.Run(program.Scenario, new RunOptions()).Findings.Select(f => $"{f}").Distinct()];
        string[] same = [.. schedule.Run(program, new RunOptions()).Findings.Select(f => $"{f}").Distinct()];

        written.ShouldContain("a channel is still open that nobody will ever close");
        same.ShouldBe(written);
    }

    // Which of two rounds has failed decides whose handle is lost when a third call takes the name: states
    // that differ in that alone are two.
    [Fact]
    public void Which_round_gave_what_a_name_stands_for_is_part_of_the_state()
    {
        CallProgram program = Explorations.Compile($$"""
            {{Head}}
            a open_session(tvp)
            repeat 2 {
                c s = open_session(tvp)
            }
            b s = open_session(drm)
            """);

        string[] verdicts = [.. Explorations.AllWays.Select(
            way => Kinds(Explorer.Explore(program, way with { FailAllocations = true, ChecksReduction = true })))];

        verdicts.Distinct().ShouldHaveSingleItem();
    }

    private static string Kinds(ExplorationReport report) => string.Join("; ", report.Kinds.Select(k => $"{k.Orderings} {k.Kind}"));
}
