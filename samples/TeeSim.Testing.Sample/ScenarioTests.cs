using TeeSim.Exploration.Reports;
using TeeSim.Testing;
using Xunit;

namespace ChannelSwitchTests;

/// <summary>Scripts as tests.</summary>
public class ScenarioTests
{
    [Theory]
    [Scenario("scenarios/*.tee")]
    public void A_script_as_written_leaks_nothing(ScenarioUnderTest scenario) => scenario.Run().ShouldHaveNoLeak();

    [Theory]
    [Scenario("scenarios/channel-switch-fixed.tee")]
    public void No_order_of_the_fixed_switch_leaks(ScenarioUnderTest scenario) => scenario.Explore().ShouldBeClean();

    [Theory]
    [Scenario("scenarios/channel-switch.tee")]
    public void The_leak_of_the_switch_without_the_fix_is_found(ScenarioUnderTest scenario)
    {
        ExplorationReport report = scenario.Explore();

        TeeAssertException failure = Assert.Throws<TeeAssertException>(report.ShouldBeClean);
        Assert.Contains("the guilty call is `input: close_channel(ch)`", failure.Message, StringComparison.Ordinal);
    }
}
