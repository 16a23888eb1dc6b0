using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Judging;

/// <summary>Expectations that one ordering is enough for: a run as written doesn't judge them.</summary>
public class SometimesTests
{
    private const string Head = """
        target optee-3.10-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        """;

    [Fact]
    public void What_one_ordering_does_not_show_is_no_failure()
    {
        RunReport report = Run("app s = open_session(drm)\nexpect sometimes sessions(drm) == 7\nexpect sessions(drm) == 7");
        report.Failures.ShouldHaveSingleItem().ShouldBe(new FailureReport(5, "`sessions(drm) == 7` does not hold: it is 1", 1));
    }

    [Fact]
    public void A_script_in_which_sometimes_something_leaks_judges_leaks_itself()
    {
        const string Leak = "repeat 3 {\napp open_session(drm, sdp: 0x5a300000 + 1M) -> BAD_PARAMETERS\n}\n";
        Run(Leak).Passed.ShouldBeFalse();
        RunReport report = Run($"{Leak}expect sometimes leaked > 0");
        report.Leaks.ShouldNotBeEmpty();
        report.Passed.ShouldBeTrue();
    }

    private static RunReport Run(string body)
    {
        Scenario? scenario = Scenario.Parse("x.tee", $"{Head}{body}\n", out var diagnostics);
        return ScenarioRunner.Run(scenario.ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions());
    }
}
