using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>What is known of calls that were made before, against making every one of them.</summary>
public sealed class EffectsTests
{
    public static TheoryData<string, bool, bool> Searches { get; } =
    [
        .. TvpDrivers.All.Select(driver => (driver.Name, false, false)),
        ("shipped", true, false),
        ("shipped", false, true),
        ("unmap-by-region", false, true),
        ("deferred-close-and-reaper", true, false),
    ];

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_that_remembers_says_what_one_says_that_makes_every_call(string driver, bool kill, bool panics)
    {
        var options = new SearchOptions { Workers = 1, Kill = kill, TaPanics = panics };
        CompareWithMaking(Explorations.Shipped("livetv-channel-switch.tee"), options, driver);
    }

    // Binding to the TA that a channel has anyway changes nothing: the second round finds the memory that the first one
    // found, but has another handle.
    [Fact]
    public void What_a_call_is_made_with_is_part_of_what_it_does() => CompareWithMaking(
        Explorations.Device + """
            a  s = open_session(drm)
            d  t = open_session(tvp)
            repeat 2 {
                a  ch = open_channel(s, input: 0x5a300000 + 1M, bind: drm)
                b  bind_channel(ch, drm)
                c  close_channel(ch) -> any
                d  invoke(t)
            }
            """,
        new SearchOptions { Workers = 1 },
        "shipped").Kinds.Select(k => k.Kind).ShouldContain(FailureKind.WrongResult);

    private static ExplorationReport CompareWithMaking(string script, SearchOptions options, string driver)
    {
        ExplorationReport remembers = Explorations.Explore(script, options, driver);
        ExplorationReport makes = Explorations.Explore(script, options with { Reduction = false }, driver);
        remembers.Orderings.ShouldBe(makes.Orderings);
        remembers.Kinds.ShouldBe(makes.Kinds);
        remembers.States.ShouldBe(makes.States);
        remembers.Transitions.ShouldBe(makes.Transitions);
        remembers.Failures.Select(f => f.Finding).ShouldBe(makes.Failures.Select(f => f.Finding));
        return remembers;
    }
}
