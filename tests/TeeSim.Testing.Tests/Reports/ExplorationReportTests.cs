using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;

namespace TeeSim.Testing.Tests.Reports;

public class ExplorationReportTests
{
    private static readonly ExplorationReport Leaky = ScenarioUnderTest.Load("Files/scripts/switch.tee").Explore();
    private static readonly ExplorationReport Clean = ScenarioUnderTest.Load("Files/scripts/switch-fixed.tee").Explore();

    [Fact]
    public void A_script_whose_orderings_are_all_clean_is_clean() => Clean.ShouldBeClean();

    // One of several orderings that show the same failure, whichever the search came across.
    private static readonly FailureExample Example = Leaky.Failures[0] with
    {
        Schedule = "329ba97b-ababab",
        Leaks = Ordering.Parse(ScenarioUnderTest.Load("Files/scripts/switch.tee"), "329ba97b-ababab").Run().Leaks,
        Steps =
        [
            new ExampleStep(0, "open_session(tvp)", 10, "SUCCESS", false),
            new ExampleStep(1, "open_session(drm)", 11, "SUCCESS", false),
            new ExampleStep(0, "open_channel(t, 0x5a300000 + 1M, bind: drm)", 12, "SUCCESS", false),
            new ExampleStep(1, "map(s, 0x5a399000, 0x1000)", 14, "SUCCESS", false),
            new ExampleStep(0, "close_channel(ch)", 16, "SUCCESS", true),
            new ExampleStep(1, "unmap(s, 0x5a399000, 0x1000)", 15, "ITEM_NOT_FOUND", false),
            new ExampleStep(1, "dies", 0, "", false),
        ],
    };

    [Fact]
    public void An_ordering_that_leaks_is_shown_in_columns_with_the_line_that_makes_it_again() =>
        Message(Leaky with { Failures = [Example], FailuresLeftOut = 0 }).ShouldBe("""
            Files/scripts/switch.tee on amlogic-3.9-arm32, driver shipped
            All 10 orderings tried: 3 clean, 4 return a wrong result, 3 leak

            leak from core/arch/arm/mm/mobj.c:168, core/arch/arm/mm/tee_mmu.c:257, until the TA's last session closes
            the guilty call is `input: close_channel(ch)` (line 16)
            `player: unmap(s, 0x5a399000, 0x1000)` (line 15) came too late and returned ITEM_NOT_FOUND

              line  input                                        player
                10  open_session(tvp)
                11                                               open_session(drm)
                12  open_channel(t, 0x5a300000 + 1M, bind: drm)
                14                                               map(s, 0x5a399000, 0x1000)
                16  close_channel(ch)  ←
                15                                               unmap(s, 0x5a399000, 0x1000) → ITEM_NOT_FOUND
                                                                 dies

            teesim run Files/scripts/switch.tee --schedule 329ba97b-ababab
            """);

    [Fact]
    public void The_ordering_that_is_shown_is_one_that_leaks()
    {
        string[] lines = Message(Leaky).Split('\n');

        string replay = lines.Single(l => l.StartsWith("teesim run Files/scripts/switch.tee --schedule ", StringComparison.Ordinal));
        Ordering.Parse(ScenarioUnderTest.Load("Files/scripts/switch.tee"), replay[(replay.LastIndexOf(' ') + 1)..]).Run().Leaks
            .ShouldNotBeEmpty();
        lines.Count(l => l.EndsWith("close_channel(ch)  ←", StringComparison.Ordinal)).ShouldBe(1);
        lines[^1].ShouldBe("and 1 more distinct failure");
    }

    [Fact]
    public void A_search_that_stopped_is_not_clean_even_if_it_has_seen_nothing_wrong()
    {
        ExplorationReport stopped = Clean with { IsComplete = false, Stop = StopReason.Time, AtLeast = 1_260 };

        Message(stopped).ShouldBe("""
            Files/scripts/switch-fixed.tee on amlogic-3.9-arm32, driver shipped
            Stopped after 3 orderings of at least 1,260: 3 clean; the time was over
            """);
        Message(stopped with { Stop = StopReason.Transitions, AtLeast = null })
            .ShouldEndWith("Stopped after 3 orderings of at least as many: 3 clean; no more transitions were allowed");
        Message(stopped with { Stop = StopReason.Memory, AtLeast = 1 })
            .ShouldEndWith("Stopped after 3 orderings of at least 3: 3 clean; the states took all the memory that was allowed");
        Message(stopped with { Stop = StopReason.Cancelled, Orderings = 1 })
            .ShouldEndWith("Stopped after 1 ordering of at least 1,260: 3 clean; it was interrupted");
    }

    [Fact]
    public void Rounds_that_were_left_out_are_told_and_part_of_the_line_that_makes_it_again()
    {
        ExplorationReport report =
            ScenarioUnderTest.Load("shipped/livetv-close-before-unmap.tee").Explore(new SearchOptions { Rounds = 1 });

        report.Shortened.ShouldBe([new ShortenedReport(16, 1)]);
        Message(report).ShouldContain(" (1 round of the repeat in line 16: the script can go on)");
        Message(report).ShouldContain(" --rounds 1\n");
    }

    [Fact]
    public void What_never_holds_is_told() =>
        Message(Clean with { NeverHeld = [new Scenarios.Reports.FailureReport(20, "`leaked == 1` held in no ordering", 1)] }).ShouldBe("""
            Files/scripts/switch-fixed.tee on amlogic-3.9-arm32, driver shipped
            All 3 orderings tried: 3 clean, but 1 expectation that held in none
            Files/scripts/switch-fixed.tee:20: `leaked == 1` held in no ordering
            """);

    [Fact]
    public void Of_long_orderings_the_end_is_shown()
    {
        ExplorationReport report =
            Leaky with { Failures = [Example with { Steps = [.. Enumerable.Repeat(Example.Steps[0], 60), .. Example.Steps] }] };

        Message(report).Split('\n').ShouldContain("  7 calls before");
    }

    private static string Message(ExplorationReport report) => Should.Throw<TeeAssertException>(report.ShouldBeClean).Message;
}
