using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Blame;

/// <summary>The guilty call is found by looking at memory, so it must be found for drivers that nobody has seen.</summary>
public class LeakNamingTests
{
    private const string Header = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        player s = open_session(drm)

        """;

    private const string RightOrder = """
        repeat 3 {
            input  ch = open_channel(s, input: 0x5a300000 + 1M)
            player map(s, 0x5a300000, 0x1000)
            player unmap(s, 0x5a300000, 0x1000)
            input  close_channel(ch)
        }
        """;

    private const string WrongOrder = """
        repeat 3 {
            input  ch = open_channel(s, input: 0x5a300000 + 1M)
            player map(s, 0x5a300000, 0x1000)
            input  close_channel(ch)
            player unmap(s, 0x5a300000, 0x1000) -> any
        }
        """;

    [Theory]
    [InlineData(Mistake.None)]
    [InlineData(Mistake.CloseForgetsMappings)]
    public void The_right_order_is_clean_for_a_driver_that_only_fails_in_the_wrong_one(Mistake mistake) =>
        Run(mistake, RightOrder).Leaks.ShouldBeEmpty();

    [Fact]
    public void A_driver_without_a_mistake_is_clean_in_the_wrong_order() => Run(Mistake.None, WrongOrder).Leaks.ShouldBeEmpty();

    [Fact]
    public void A_close_that_forgets_mappings_is_guilty_and_the_unmap_came_too_late()
    {
        LeakReport leak = Run(Mistake.CloseForgetsMappings, WrongOrder).Leaks.ShouldHaveSingleItem();
        leak.Reason.ShouldBe(
            "ownerless since `input: close_channel(ch)` (line 7, repetition 1); "
            + "`player: unmap(s, 0x5a300000, 0x1000)` (line 8) came too late and returned ITEM_NOT_FOUND");
        leak.Bytes.ShouldBe(3 * 60);
    }

    [Fact]
    public void An_unmap_that_forgets_to_unmap_is_guilty_itself()
    {
        LeakReport leak = Run(Mistake.UnmapForgetsVmUnmap, RightOrder).Leaks.ShouldHaveSingleItem();
        leak.Reason.ShouldBe(
            "ownerless since `player: unmap(s, 0x5a300000, 0x1000)` (line 7, repetition 1); no later call would have freed it");
        leak.Bytes.ShouldBe(3 * 60);
    }

    [Fact]
    public void A_reference_that_nobody_gives_back_leaks_the_object_when_its_region_goes()
    {
        LeakReport leak = Run(Mistake.MapKeepsReference, RightOrder).Leaks.ShouldHaveSingleItem();
        leak.Guilty.Call.ShouldBe("player: map(s, 0x5a300000, 0x1000)");
        leak.Kind.ShouldBe(LeakKind.GivenUp);
        leak.Allocations.ShouldHaveSingleItem().Function.ShouldBe("mobj_phys_alloc");
    }

    [Fact]
    public void A_close_that_loses_the_channel_is_guilty()
    {
        LeakReport leak = Run(Mistake.CloseLosesChannel, RightOrder).Leaks.ShouldHaveSingleItem();
        leak.Guilty.ShouldBe(new CallReference("input: close_channel(ch)", 8, 1));
        leak.LastRepetition.ShouldBe(3);
        leak.Allocations.ShouldBe([new LeakedSite("drivers/unseen.c:10", "unseen_open", 3, 120)]);
    }

    [Fact]
    public void What_only_fills_up_is_a_leak_although_somebody_owns_it()
    {
        LeakReport leak = Run(Mistake.CloseKeepsChannel, RightOrder).Leaks.ShouldHaveSingleItem();
        leak.Reason.ShouldBe(
            "still there since `input: open_channel(s, input: 0x5a300000 + 1M)` (line 5, repetition 1): nobody takes it back, "
            + "or can say any more what to take back");
        leak.Kind.ShouldBe(LeakKind.GivenUp);
    }

    [Theory]
    [InlineData("heap 64K", Mistake.CloseKeepsChannel, ForecastEvent.DriverLimit, 30)]
    [InlineData("heap 8K", Mistake.CloseForgetsMappings, ForecastEvent.PrintOom, 37)]
    [InlineData("heap 2M", Mistake.CloseForgetsMappings, ForecastEvent.PageTables, 5069)]
    // 20 page tables cover 5,120 pages; 48 belong to the TA as it is loaded, three are leaked before the forecast starts.
    public void The_forecast_says_what_runs_out_first(string heap, Mistake mistake, ForecastEvent expected, long repetition) =>
        Run(mistake, WrongOrder, heap).Forecast.ShouldBe(new ForecastReport(5, expected, repetition));

    [Fact]
    public void Sessions_that_are_never_closed_are_a_leak_of_the_caller()
    {
        LeakReport leak = Run(Mistake.None, "repeat 3 {\n    player x = open_session(drm)\n}\n").Leaks.ShouldHaveSingleItem();
        (leak.Kind, leak.Class, leak.Guilty).ShouldBe(
            (LeakKind.GivenUp, LeakClass.UntilProcessDies, new CallReference("player: open_session(drm)", 5, 1)));
        // The third still has its name.
        leak.Allocations.ShouldContain(new LeakedSite("core/kernel/tee_ta_manager.c:613", "tee_ta_init_session", 2, 2 * 88));
    }

    [Fact]
    public void The_end_of_the_TA_takes_the_leak_away_and_the_report_says_so()
    {
        RunReport report = Run(Mistake.CloseForgetsMappings, WrongOrder + "\nplayer close_session(s)\nexpect leaked == 0\n");
        report.Leaks.ShouldBeEmpty();
        report.Passed.ShouldBeTrue("the script judges the leak itself");
    }

    [Fact]
    public void A_size_that_equals_an_address_by_chance_owns_nothing()
    {
        // The 254th page behind the kernel's entry code is 0x200000: the size of the core's RAM, which a boot object holds.
        RunReport report = Run(Mistake.CloseForgetsMappings, WrongOrder.Replace("repeat 3", "repeat 256", StringComparison.Ordinal));
        report.Leaks.ShouldHaveSingleItem().Blocks.ShouldBe(2 * 256);
    }

    private static RunReport Run(Mistake mistake, string body, string heap = "")
    {
        string header = heap.Length == 0 ? Header : Header.Replace("\nta ", $"\n{heap}\nta ", StringComparison.Ordinal);
        Scenario scenario = Scenario.Parse("x.tee", header + body, out var diagnostics).ShouldNotBeNull(string.Join('\n', diagnostics));
        return ScenarioRunner.Run(scenario.WithDriver(new UnseenDriver(mistake)), new RunOptions());
    }
}
