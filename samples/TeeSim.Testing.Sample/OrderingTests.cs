using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Testing;
using Xunit;

namespace ChannelSwitchTests;

/// <summary>Properties of a script's orderings, for scripts that are too large to try them all.</summary>
public class OrderingTests
{
    /// <summary>What FsCheck takes orderings from.</summary>
    public static class FixedSwitch
    {
        public static Arbitrary<Ordering> Any() => Orderings.Of(ScenarioUnderTest.Load("scenarios/channel-switch-fixed.tee"));
    }

    [Property(Arbitrary = [typeof(FixedSwitch)])]
    public void A_random_order_of_the_fixed_switch_leaks_nothing(Ordering ordering) => ordering.Run().ShouldHaveNoLeak();

    [Fact]
    public void A_random_order_of_the_switch_without_the_fix_leaks()
    {
        Arbitrary<Ordering> orderings = Orderings.Of(ScenarioUnderTest.Load("scenarios/channel-switch.tee"));

        Exception failure =
            Assert.ThrowsAny<Exception>(() => Prop.ForAll(orderings, o => o.Run().ShouldHaveNoLeak()).QuickCheckThrowOnFailure());

        // The ordering is in the message twice: as it was found, and shrunk to the one call that is overtaken.
        Assert.Contains("teesim run scenarios/channel-switch.tee --schedule", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_that_was_found_leaks() =>
        Assert.NotEmpty(Ordering.Parse(ScenarioUnderTest.Load("scenarios/channel-switch.tee"), "329ba97b-ababab").Run().Leaks);
}
