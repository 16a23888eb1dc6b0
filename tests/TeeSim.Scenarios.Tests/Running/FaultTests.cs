using System.Globalization;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>What a script makes go wrong: allocations that fail, and TAs that panic.</summary>
public class FaultTests
{
    private const string Head = """
        target optee-3.10-arm32
        vdec 0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session
        player s = open_session(drm)
        player ch = open_channel(s, 0x5a300000 + 1M)
        player ts = ta_open_session(s, tvp)
        player z = map_zi(s, 8K)

        """;

    private const string Map = "player va = map(s, 0x5a399000, 0x1000";

    [Fact]
    public void Every_call_that_enters_the_core_can_run_out_of_memory() =>
        Examples.Language.Calls.All.Where(call => call.Find("fail_alloc") is null).Select(call => call.Name)
            .ShouldBe(["drop", "mdbg_check", "print_mappings", "ta_status", "sleep", "wait", "lock", "unlock"]);

    [Fact]
    public void A_TA_can_panic_in_every_call_that_it_runs_in() => Examples.Language.Calls.All.Where(call => call.Find("panics") is null)
        .Select(call => call.Name)
        .ShouldBe(["register_shm", "release_shm", "hold", "drop", "die", "mdbg_check", "print_mappings", "ta_status", "alloc_stats",
            "sleep", "wait", "lock", "unlock"]);

    [Theory]
    [InlineData(1, "COMMUNICATION")]
    [InlineData(2, "OUT_OF_MEMORY")]
    [InlineData(3, "OUT_OF_MEMORY")]
    [InlineData(4, "OUT_OF_MEMORY")]
    public void Each_allocation_of_a_mapping_can_fail_and_leaves_nothing_behind(int number, string result)
    {
        const string Before = $"{Head}player unmap(s, 0, 0) -> ITEM_NOT_FOUND\n";
        RunReport untouched = Run($"{Before}expect print_oom == 0");
        RunReport report = Run(string.Create(CultureInfo.InvariantCulture, $"""
            {Before}{Map}, fail_alloc: {number}) -> {result}
            expect print_oom == 1
            expect regions(drm) == {Regions(untouched)}
            """));
        report.Failures.ShouldBeEmpty();
        report.Heap.ShouldBe(untouched.Heap);
        report.Passed.ShouldBeTrue();
    }

    [Fact]
    public void Only_the_call_with_the_label_is_struck() => Run($"""
        {Head}{Map}, fail_alloc: 5) -> any
        player unmap(s, 0x5a399000, 0x1000)
        {Map})
        expect print_oom == 0
        """).Failures.ShouldHaveSingleItem().Message
        .ShouldBe("`player: map(s, 0x5a399000, 0x1000, fail_alloc: 5)` made only 4 allocations, so the 5th could not fail");

    [Theory]
    [InlineData("other die(fail_alloc: 1)", "other: die(fail_alloc: 1)", "made no allocation, so the 1st could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 2)", "player: close_channel(ch, fail_alloc: 2)",
        "made only 1 allocation, so the 2nd could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 3)", "player: close_channel(ch, fail_alloc: 3)",
        "made only 1 allocation, so the 3rd could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 11)", "player: close_channel(ch, fail_alloc: 11)",
        "made only 1 allocation, so the 11th could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 22)", "player: close_channel(ch, fail_alloc: 22)",
        "made only 1 allocation, so the 22nd could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 113)", "player: close_channel(ch, fail_alloc: 113)",
        "made only 1 allocation, so the 113th could not fail")]
    [InlineData("player close_channel(ch, fail_alloc: 1000)", "player: close_channel(ch, fail_alloc: 1000)",
        "made only 1 allocation, so the 1000th could not fail")]
    public void A_call_with_fewer_allocations_is_reported(string line, string call, string sentence) =>
        Run($"{Head}{line}").Failures.ShouldHaveSingleItem().ShouldBe(new FailureReport(9, $"`{call}` {sentence}", 1));

    [Fact]
    public void A_failure_that_comes_meanwhile_is_not_that_of_the_call_around_it()
    {
        string alone =
            Run($"{Head}player close_channel(ch)\nplayer close_session(s)\nplayer s = open_session(drm, fail_alloc: 1000)").Failures
                .ShouldHaveSingleItem().Message;
        RunReport report = Run($$"""
            {{Head}}player close_channel(ch)
            player close_session(s)
            player s = open_session(drm, fail_alloc: 1000) {
                other b = register_shm(4K, fail_alloc: 2) -> OUT_OF_MEMORY
                other b = register_shm(4K)
            }
            expect print_oom == 1
            """);
        report.Failures.ShouldHaveSingleItem().Message.ShouldBe(alone);
        alone.ShouldContain(" made only ");
    }

    [Fact]
    public void A_load_that_fails_in_its_middle_is_undone()
    {
        RunReport report = Run($"""
            {Head}player close_channel(ch)
            player close_session(s)
            player s = open_session(drm, fail_alloc: 40) -> OUT_OF_MEMORY
            expect contexts(drm) == 0
            expect ta_ram_used == 0
            expect leaked == 0
            player s = open_session(drm)
            """);
        report.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void A_heap_that_is_made_to_fail_has_not_run_out()
    {
        const string Leak = "player close_channel(ch)\nplayer ch = open_channel(s, 0x5a300000 + 1M)";
        RunReport without = Run($"{Head}repeat 3 {{\n{Map})\n{Leak}\n}}");
        RunReport report = Run($"{Head}repeat 3 {{\n{Map}, fail_alloc: 3) -> OUT_OF_MEMORY\n{Map})\n{Leak}\n}}\nexpect print_oom == 3");
        report.Failures.ShouldBeEmpty();
        report.Exhausted.ShouldBeEmpty();
        // Not the same number: what such a call takes and gives back moves the holes.
        ForecastReport expected = without.Forecast.ShouldNotBeNull();
        ForecastReport forecast = report.Forecast.ShouldNotBeNull();
        forecast.Event.ShouldBe(expected.Event);
        forecast.MoreRepetitions.ShouldBeInRange(expected.MoreRepetitions * 9 / 10, expected.MoreRepetitions);
    }

    [Fact]
    public void A_repeat_until_memory_runs_out_ends_with_such_a_failure_too()
    {
        RunReport report = Run($"{Head}repeat until print_oom {{\n{Map}, fail_alloc: 2)\n}}");
        report.Failures.ShouldBeEmpty();
        report.Calls.ShouldBe(5);
    }

    [Theory]
    [InlineData("open_channel(s, 0x5a500000 + 1M, panics: 0xbad)")]
    [InlineData("bind_channel(ch, tvp, panics: 0xbad)")]
    [InlineData("map(s, 0x5a399000, 0x1000, panics: 0xbad)")]
    [InlineData("unmap(s, 0x5a399000, 0x1000, panics: 0xbad)")]
    [InlineData("close_channel(ch, panics: 0xbad)")]
    [InlineData("map_zi(s, 8K, panics: 0xbad)")]
    [InlineData("remap(s, z, 8K, to: 0, panics: 0xbad)")]
    [InlineData("unmap_zi(s, z, 8K, panics: 0xbad)")]
    [InlineData("ta_close_session(ts, panics: 0xbad)")]
    [InlineData("invoke(s, panics: 0xbad)")]
    public void A_TA_that_panics_does_nothing_else(string call)
    {
        var log = new List<string>();
        RunReport report = Run(
            $"{Head}player {call} -> TARGET_DEAD\nexpect contexts(drm) == 0\nexpect channels == 1\nplayer close_session(s)\n"
            + "expect heap_used > 0",
            log.Add);
        // The channel that the dead TA had is another matter.
        report.Failures.Where(failure => failure.Line > 0).ShouldBeEmpty();
        log.ShouldContain(line => line.EndsWith("TA panicked with code 0xbad", StringComparison.Ordinal));
    }

    [Fact]
    public void In_ta_open_session_the_other_TA_panics() =>
        Run($"{Head}player ta_close_session(ts)\nplayer ts = ta_open_session(s, tvp, panics: 7) -> TARGET_DEAD\n"
            + "expect contexts(drm) == 1\nexpect contexts(tvp) == 0").Failures.ShouldBeEmpty();

    private static int Regions(RunReport report) => (int)report.Growth[0].Regions.First(r => r.Ta == "drm").After;

    private static RunReport Run(string text, Action<string>? onLogLine = null)
    {
        Scenario? scenario = Scenario.Parse("x.tee", text, out var diagnostics);
        return ScenarioRunner.Run(scenario.ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions { OnLogLine = onLogLine });
    }
}
