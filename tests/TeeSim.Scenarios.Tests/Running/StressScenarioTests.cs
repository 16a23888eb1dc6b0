using TeeSim.Scenarios.Reports;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>The measurements under load: what runs out, where, and whether the usual remedies help.</summary>
public class StressScenarioTests
{
    [Theory]
    [InlineData("one-app-playing")]
    [InlineData("one-app-playing-keep-alive")]
    [InlineData("one-app-playing-larger-ta-ram")]
    public void Playing_leaves_nothing_behind(string name)
    {
        RunReport report = Run(name);
        ShouldHold(report);
        report.Growth.ShouldHaveSingleItem().Sites.ShouldAllBe(site => site.EachTime == new SiteStep(0, 0));
    }

    [Theory]
    [InlineData("one-app-switching", 28)]
    [InlineData("one-app-switching-keep-alive", 30)]
    [InlineData("one-app-switching-larger-ta-ram", 30)]
    public void Switching_leaks_with_and_without_the_remedies(string name, int line) =>
        ShouldLeak(Run(name), switches: 50, line, moreRepetitions: 948, closeChannelLine: line + 3);

    [Theory]
    [InlineData("two-apps-loop", 33, 843)]
    [InlineData("two-apps-loop-keep-alive", 35, 1009)]
    [InlineData("two-apps-loop-larger-ta-ram", 35, 843)]
    public void The_loop_over_two_apps_leaks_with_and_without_the_remedies(string name, int line, long moreRepetitions) =>
        ShouldLeak(Run(name), switches: 10, line, moreRepetitions, closeChannelLine: line + 5);

    [Theory]
    [InlineData("two-apps-hour", "app: open_session(vod)", 42, 853, 308, 56)]
    [InlineData("two-apps-hour-larger-ta-ram", "app: open_session(vod)", 44, 853, 308, 56)]
    [InlineData("two-apps-hour-keep-alive", "input: open_channel(t, input: 0x5a300000 + 1M, bind: drm)", 39, 1019, 84, 68)]
    public void It_is_the_core_heap_that_runs_out_with_and_without_the_remedies(
        string name, string call, int line, long repetition, long asked, int minutes)
    {
        RunReport report = Run(name);
        ExhaustionReport exhaustion = report.Exhausted.ShouldHaveSingleItem();
        exhaustion.Pool.ShouldBe(ExhaustiblePool.CoreHeap);
        exhaustion.During.ShouldBe(new CallReference(call, line, repetition));
        exhaustion.Asked.ShouldBe(asked);
        ((int)TimeSpan.FromMicroseconds(exhaustion.Microseconds).TotalMinutes).ShouldBe(minutes);
        report.Leaks.ShouldHaveSingleItem().Guilty.Call.ShouldBe("input: close_channel(ch)");
        report.Passed.ShouldBeFalse();
    }

    [Fact]
    public void A_fragmented_ta_ram_is_told_from_a_full_one()
    {
        RunReport report = Run("ta-ram-fragmented");
        ShouldPass(report);
        ExhaustionReport exhaustion = report.Exhausted.ShouldHaveSingleItem();
        exhaustion.Pool.ShouldBe(ExhaustiblePool.TaRam);
        exhaustion.During.ShouldBe(new CallReference("app: open_session(film)", 34, 0));
        (exhaustion.Asked, exhaustion.Needed, exhaustion.Free, exhaustion.Largest, exhaustion.Pieces).ShouldBe(
            (2_031_616, 2_031_616, 2_416_640, 1_417_216, 3));
        exhaustion.IsFragmented.ShouldBeTrue();
        exhaustion.Leaked.ShouldBe(0);
        exhaustion.Holders[0].ShouldBe(new HolderReport("menu", 8, 958_464));
    }

    [Theory]
    [InlineData("ta-ram-fragmented-keep-alive")]
    [InlineData("ta-ram-fragmented-larger-ta-ram")]
    public void There_the_remedies_help(string name) => ShouldHold(Run(name));

    [Fact]
    public void Every_stress_script_has_a_test()
    {
        string[] tested = ["one-app-playing", "one-app-switching", "two-apps-loop", "two-apps-hour", "ta-ram-fragmented"];
        Repository.Scenarios("stress").Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(tested.SelectMany(name => (string[])[name, $"{name}-keep-alive", $"{name}-larger-ta-ram"]), ignoreOrder: true);
    }

    private static void ShouldLeak(RunReport report, int switches, int line, long moreRepetitions, int closeChannelLine)
    {
        report.Passed.ShouldBeFalse();
        report.Exhausted.ShouldBeEmpty();
        LeakReport leak = report.Leaks.ShouldHaveSingleItem();
        leak.Guilty.ShouldBe(new CallReference("input: close_channel(ch)", closeChannelLine, 1));
        (leak.Blocks, leak.Bytes, leak.LastRepetition).ShouldBe((2 * switches, 60 * switches, switches));
        report.Forecast.ShouldBe(new ForecastReport(line, ForecastEvent.PrintOom, moreRepetitions));
        report.Failures.Select(failure => failure.Message).ShouldBe(
            [$"`regions(drm) <= 9` does not hold: it is {9 + switches}", $"`leaked == 0` does not hold: it is {60 * switches}"]);
    }

    private static void ShouldHold(RunReport report)
    {
        ShouldPass(report);
        report.Exhausted.ShouldBeEmpty();
    }

    private static void ShouldPass(RunReport report)
    {
        report.Failures.ShouldBeEmpty();
        report.Leaks.ShouldBeEmpty();
        report.Passed.ShouldBeTrue();
    }

    private static RunReport Run(string name) => Examples.RunShipped(Path.Combine("stress", $"{name}.tee"));
}
