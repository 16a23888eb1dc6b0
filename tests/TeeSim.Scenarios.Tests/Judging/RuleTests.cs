using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.PlantedBugs;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Tests.Judging;

/// <summary>Each rule with a short script that breaks it, and what is said then.</summary>
public class RuleTests
{
    private const string Head = """
        target amlogic-3.9-arm32
        vdec   0x5a000000 + 8M
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session
        ta stats d96a5b40-e2c7-b1af-8794-1002a5d5c61b
        p s  = open_session(drm)

        """;

    private const string Channel = Head + "p ch = open_channel(s, 0x5a300000 + 1M)\n";

    private const string Map = "p va = map(s, 0x5a399000, 0x1000)\n";

    private const string Unmap = "p unmap(s, 0x5a399000, 0x1000)\n";

    private const string Close = "p close_channel(ch)\n";

    private const string CloseA = "close_channel(a)";

    [Theory]
    [InlineData("p close_channel(ch)\np close_channel(ch)", 9, "`p: close_channel(ch)` returned ITEM_NOT_FOUND, expected SUCCESS")]
    [InlineData("p close_channel(ch) -> BUSY", 8, "`p: close_channel(ch)` returned SUCCESS, expected BUSY")]
    [InlineData("p c = open_channel(s, 0x5a700000 + 1M, fail_alloc: 2)", 8,
        "`p: open_channel(s, 0x5a700000 + 1M, fail_alloc: 2)` returned OUT_OF_MEMORY, expected SUCCESS")]
    [InlineData("p close_channel(ch, fail_alloc: 7)", 8,
        "`p: close_channel(ch, fail_alloc: 7)` made only 1 allocation, so the 7th could not fail")]
    [InlineData("p x = open_session(drm) {\nq sleep(1ms)\n}", 8,
        "`p: open_session(drm)` loaded nothing, so the calls inside of it could not be made meanwhile")]
    [InlineData("p c = open_channel(s, 0x5a700000 + 2M) -> BAD_PARAMETERS\np close_channel(c)", 9,
        "`p: close_channel(c)` could not be made, because `p: open_channel(s, 0x5a700000 + 2M)` (line 8) gave nothing")]
    public void A_result_that_the_script_does_not_say(string lines, int line, string sentence) =>
        Of(Channel + lines).ShouldBe((FailureKind.WrongResult, line, sentence));

    [Fact]
    public void Any_result_is_right_where_the_script_takes_any() =>
        Run($"{Channel}{Close}p close_channel(ch) -> any").Findings.ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData(" -> any")]
    public void A_call_that_never_returns(string expected) =>
        Of("conflict", "mutex-kept-on-conflict", text => text.Replace(CloseA, CloseA + expected, StringComparison.Ordinal)).ShouldBe(
            (FailureKind.Hang, 13,
                "`app: close_channel(a)` never returns: mutex_lock waits for ever: the mutex is locked, and nobody is left to unlock it"));

    [Theory]
    [InlineData("")]
    [InlineData(" -> any")]
    [InlineData(" -> BUSY")]
    public void A_panic_of_the_core(string expected)
    {
        Finding finding = Run($"{Head}p ta_open_session(s, drm){expected}").Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Line, finding.Sentence).ShouldBe(
            (FailureKind.CorePanic, 7,
                "`p: ta_open_session(s, drm)` stops the core: 'TA is busy and waiting for it would be a deadlock' at "
                + "core/kernel/tee_ta_manager.c:0 <tee_ta_set_busy>"));
        finding.Known.ShouldBe("closing a half-open session behind the deadlock avoidance");
    }

    [Fact]
    public void A_panic_that_the_script_expects() => Run($"{Head}p ta_open_session(s, drm) -> core_panic").Passed.ShouldBeTrue();

    [Fact]
    public void Memory_that_is_not_the_driver_s() => Of(Channel + Map + Unmap, "record-used-after-free").ShouldBe((
        FailureKind.UseAfterFree, 9,
        "`p: unmap(s, 0x5a399000, 0x1000)` uses memory that is not its own, in tee_tvp_vdec_input_buf_unmap: "
        + "driver 'record-used-after-free' touches 4 bytes: freed by the driver"));

    [Fact]
    public void An_object_that_is_not_the_driver_s() => Of(Channel + Map, "put-twice").ShouldBe((
        FailureKind.UseAfterFree, 8,
        "`p: map(s, 0x5a399000, 0x1000)` uses memory that is not its own, in tee_tvp_vdec_input_buf_map: "
        + "driver 'put-twice' asks for mobj_put of what is no memory object of its own: "
        + "a memory object that the driver has given back, now a buffer of the core from mobj_phys_alloc (mobj.c:168)"));

    [Fact]
    public void A_leak_for_ever() =>
        Of(Channel + Map + Unmap + Close, "unmap-forgets-record").ShouldBe((FailureKind.Leak, 0, "leak from planted.c:80, for ever"));

    [Fact]
    public void A_leak_until_the_last_session_closes() =>
        Of(Channel + Map + Close + "p unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND").ShouldBe(
            (FailureKind.Leak, 0,
                "leak from core/arch/arm/mm/mobj.c:168, core/arch/arm/mm/tee_mmu.c:257, until the TA's last session closes"));

    [Fact]
    public void A_leak_until_the_process_dies() => Of(Head + "p t = open_session(stats)\np t = open_session(stats)").ShouldBe(
        (FailureKind.Leak, 0, "leak from core/kernel/tee_ta_manager.c:613, until its process dies"));

    [Theory]
    [InlineData("")]
    [InlineData("expect leaked == 0")]
    public void What_a_refused_call_would_still_take_back_is_unreachable(string expectation) =>
        Of(Channel + Map + "p close_channel(ch) -> BUSY\n" + Unmap + expectation, "close-refuses").ShouldBe(
            (FailureKind.Unreachable, 0, "a channel is still open that nobody will ever close"));

    [Fact]
    public void Something_that_becomes_more_though_somebody_holds_it() => Of(PlantedScripts.Read("repeat-6"), "log-entry-per-map").ShouldBe(
        (FailureKind.Growth, 0, "planted.c:96 becomes more and more, though somebody holds it"));

    [Fact]
    public void Memory_that_runs_out() =>
        Of(Head.Replace("\nvdec ", "\nta_ram 0x05500000 + 320K\nvdec ", StringComparison.Ordinal) + "p open_session(tvp)").ShouldBe(
            (FailureKind.OutOfMemory, 8, "`p: open_session(tvp)` returned OUT_OF_MEMORY, expected SUCCESS: out of memory"));

    [Fact]
    public void Memory_that_runs_out_with_another_result_than_the_script_says_is_a_wrong_result() =>
        Run(Head + "repeat until out_of_memory {\np h = hold(8, storage.c:120)\n}\np open_session(drm) -> OUT_OF_MEMORY").Findings
            .Where(f => f.Call.Contains("open_session", StringComparison.Ordinal))
            .Select(f => (f.Kind, f.Line, f.Sentence))
            .ShouldBe([(FailureKind.WrongResult, 10, "`p: open_session(drm)` returned COMMUNICATION, expected OUT_OF_MEMORY")]);

    [Theory]
    [InlineData("repeat 2 {\np open_session(sdp, sdp: 0x5a300000 + 1M) -> BAD_PARAMETERS\n}", "sdp")]
    [InlineData("p open_session(sdp, sdp: 0x5a300000 + 1M) -> BAD_PARAMETERS", "sdp")]
    public void Contexts_that_run_out_before_memory_does_are_no_bound_of_a_leak(string lines, string ta)
    {
        // Each failed opening leaves an instance, until the core has no number for another one.
        string head =
            Head.Replace("ta stats", $"ta {ta} 11111111-2222-3333-4444-555555555555 single_instance multi_session secure_data_path\n"
                + "ta stats", StringComparison.Ordinal);
        Run(head + lines).Findings.Select(f => f.Kind).ShouldBe([FailureKind.Leak]);
    }

    [Theory]
    [InlineData("p x = register_shm(8K)\np release_shm(x, fail_alloc: 1) -> COMMUNICATION\np x = register_shm(8K)", FailureKind.Leak)]
    [InlineData("p x = open_session(tvp)\np close_session(x, fail_alloc: 1) -> COMMUNICATION\np x = open_session(tvp)", FailureKind.Leak)]
    [InlineData(
        "p c = open_channel(s, 0x5a300000 + 1M)\np close_channel(c, fail_alloc: 1) -> COMMUNICATION\n"
        + "p c = open_channel(s, 0x5a500000 + 1M)",
        FailureKind.Unreachable)]
    public void What_could_not_be_closed_for_lack_of_memory_is_lost_with_its_name(string lines, FailureKind kind)
    {
        Run(Head + lines).Findings.Select(f => f.Kind).ShouldBe([kind]);
        // As long as it has its name, its process can try again.
        RunReport held = Run(Head + lines[..lines.LastIndexOf('\n')]);
        held.Passed.ShouldBeTrue();
        held.Held.Count.ShouldBe(2);
    }

    [Fact]
    public void Sessions_on_two_contexts_of_one_instance_are_held()
    {
        RunReport report = Run(Head + "p x = open_session(tvp) {\nq y = open_session(tvp)\n}");
        report.Findings.ShouldBeEmpty();
        report.Held.Select(h => h.Given.Call)
            .ShouldBe(["p: open_session(drm)", "q: open_session(tvp)", "p: open_session(tvp)"], ignoreOrder: true);
    }

    [Fact]
    public void An_expectation_that_does_not_hold() =>
        Of(Channel + "expect sessions(drm) == 7").ShouldBe((FailureKind.Expectation, 8, "`sessions(drm) == 7` does not hold: it is 1"));

    [Fact]
    public void An_expectation_about_a_leak_that_does_not_hold() =>
        Of(Channel + Map + Close + "p unmap(s, 0x5a399000, 0x1000) -> ITEM_NOT_FOUND\nexpect leaked == 0")
            .ShouldBe((FailureKind.Leak, 11, "`leaked == 0` does not hold: it is 60"));

    [Fact]
    public void What_a_process_still_has_and_can_take_back_is_held_and_no_failure()
    {
        RunReport report = Run(Channel + Map + "p b = register_shm(4K)");
        report.Passed.ShouldBeTrue();
        report.Leaks.ShouldBeEmpty();
        report.Held.ShouldBe(
        [
            new HeldReport(new CallReference("p: open_session(drm)", 6, 0), 1),
            new HeldReport(new CallReference("p: open_channel(s, 0x5a300000 + 1M)", 7, 0), 1),
            new HeldReport(new CallReference("p: map(s, 0x5a399000, 0x1000)", 8, 0), 1),
            new HeldReport(new CallReference("p: register_shm(4K)", 9, 0), 1),
        ]);
    }

    [Theory]
    [InlineData("free-list-of-four")]
    [InlineData("quarantine-of-four")]
    [InlineData("ring-of-eight-events")]
    [InlineData("table-made-on-first-open")]
    [InlineData("object-per-context")]
    public void What_a_driver_keeps_within_bounds_is_no_leak(string driver)
    {
        foreach (string script in new[] { "good-order", "repeat-3", "repeat-6" })
        {
            RunReport report = Run(PlantedScripts.Read(script), driver);
            report.Findings.ShouldBeEmpty();
            report.Leaks.ShouldBeEmpty();
            report.IsGrowthDecided.ShouldBeTrue();
        }
    }

    private static (FailureKind Kind, int Line, string Sentence) Of(
        string script, string driver = "shipped", Func<string, string>? change = null)
    {
        if (PlantedScripts.Names.Contains(script)) script = PlantedScripts.Read(script);
        Finding finding = Run(change?.Invoke(script) ?? script, driver).Findings.ShouldHaveSingleItem();
        return (finding.Kind, finding.Line, finding.Sentence);
    }

    private static RunReport Run(string script, string driver = "shipped") => Examples.Run(script, Driver(driver));

    private static IDriverFactory Driver(string name) => TvpDrivers.Find(name) ?? PlantedCases.Drivers.Single(d => d.Name == name).Factory;
}
