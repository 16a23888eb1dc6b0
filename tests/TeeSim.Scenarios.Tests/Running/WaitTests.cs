using System.Text.Json;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>Waits are over at once in the lines as written.</summary>
public class WaitTests
{
    private const string Script = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        input  s  = open_session(drm)
        player b  = register_shm(4K)
        repeat 3 {
            input  ch = open_channel(s, 0x5a300000 + 1M)
            WAIT
            player va = map(s, 0x5a399000, 0x1000)
            input  close_channel(ch)
            player unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND
        }
        """;

    [Fact]
    public void A_wait_takes_no_time_and_never_enters_the_core()
    {
        (RunReport with, string[] log) = Run("player wait(input)");
        (RunReport without, string[] expected) = Run("# player wait(input)");

        log.ShouldBe(expected);
        (with.Microseconds, with.Heap).ShouldBe((without.Microseconds, without.Heap));
        JsonSerializer.Serialize(with.Leaks).ShouldBe(JsonSerializer.Serialize(without.Leaks));
        JsonSerializer.Serialize(with.Growth).ShouldBe(JsonSerializer.Serialize(without.Growth));
    }

    [Fact]
    public void A_wait_that_is_to_fail_is_a_failure() => Run("player wait(input) -> BUSY").Report.Failures
        .ShouldHaveSingleItem().ShouldBe(new FailureReport(7, "`player: wait(input)` returned SUCCESS, expected BUSY", 3));

    private static (RunReport Report, string[] Log) Run(string wait)
    {
        Scenario? scenario = Scenario.Parse("x.tee", Script.Replace("WAIT", wait, StringComparison.Ordinal), out var diagnostics);
        var log = new List<string>();
        RunReport report =
            ScenarioRunner.Run(scenario.ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions { OnLogLine = log.Add });
        return (report, [.. log]);
    }
}
