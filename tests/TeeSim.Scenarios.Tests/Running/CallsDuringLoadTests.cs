using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>Calls that come in while a TA is loaded.</summary>
public class CallsDuringLoadTests
{
    private const string Tas = """
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session

        """;

    [Theory]
    [InlineData("optee-3.10-arm32", 2)]
    [InlineData("optee-4.10-arm32", 1)]
    public void Openers_of_later_releases_wait_for_the_load(string target, int contexts) => Run(target, $$"""
        app s = open_session(drm) {
            other t = open_session(drm)
        }
        expect contexts(drm) == {{contexts}}
        expect sessions(drm) == 2
        """).Failures.ShouldBeEmpty();

    [Fact]
    public void Blocks_hold_repeats_expectations_and_blocks()
    {
        RunReport report = Run("optee-3.10-arm32", """
            app s = open_session(drm) {
                repeat 3 {
                    other t = open_session(tvp) {
                        third b = register_shm(4K)
                        third release_shm(b)
                    }
                    expect contexts(tvp) == 1
                    other close_session(t)
                }
                expect contexts(tvp) == 0
            }
            app close_session(s)
            expect heap_used < 2000
            """);
        report.Failures.ShouldBeEmpty();
        report.Leaks.ShouldBeEmpty();
        report.Calls.ShouldBe(2 + 3 * 4);
    }

    [Fact]
    public void What_found_no_load_is_not_made_in_the_next_one()
    {
        RunReport report = Run("optee-3.10-arm32", """
            app s = open_session(drm)
            app s2 = open_session(drm) {
                other t = open_session(drm)
            }
            app v = open_session(tvp)
            expect sessions(drm) == 2
            """);
        report.Failures.ShouldHaveSingleItem().Message
            .ShouldBe("`app: open_session(drm)` loaded nothing, so the calls inside of it could not be made meanwhile");
        report.Calls.ShouldBe(3);
    }

    private static RunReport Run(string target, string body)
    {
        Scenario? scenario = Scenario.Parse("x.tee", $"target {target}\n{Tas}{body}\n", out var diagnostics);
        return ScenarioRunner.Run(scenario.ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions());
    }
}
