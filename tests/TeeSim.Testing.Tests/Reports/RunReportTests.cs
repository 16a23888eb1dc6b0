using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.Tests.Reports;

public class RunReportTests
{
    private static readonly RunReport Leaky = ScenarioUnderTest.Load("shipped/livetv-close-before-unmap.tee").Run();

    private const string Leaks =
        "  4 blocks, 128 bytes from core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)\n"
        + "  4 blocks, 112 bytes from core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad)\n"
        + "    ownerless since `input: close_channel(ch)` (line 19, repetition 1); "
        + "`player: unmap(s, 0x5a399000, 0x1000)` (line 20) came too late and returned ITEM_NOT_FOUND\n"
        + "    and so on up to repetition 4";

    [Fact]
    public void A_clean_script_has_no_leak_and_passes()
    {
        RunReport report = ScenarioUnderTest.Load("shipped/livetv-close-after-unmap.tee").Run();

        report.ShouldHaveNoLeak();
        report.ShouldPass();
    }

    [Fact]
    public void A_leak_names_the_call_sites_and_the_guilty_call() => Should.Throw<TeeAssertException>(() => Leaky.ShouldHaveNoLeak())
        .Message.ShouldBe($"shipped/livetv-close-before-unmap.tee leaks 8 blocks, 240 bytes\n{Leaks}");

    [Fact]
    public void Suppressed_call_sites_may_leak()
    {
        Leaky.ShouldHaveNoLeak(new Suppressions("mobj.c:168", "tee_mmu.c:257"));
        Should.Throw<TeeAssertException>(() => Leaky.ShouldHaveNoLeak(new Suppressions("mobj.c:168")))
            .Message.ShouldStartWith("shipped/livetv-close-before-unmap.tee leaks 4 blocks, 112 bytes\n"
                + "  4 blocks, 112 bytes from core/arch/arm/mm/tee_mmu.c:257 (vm_map_pad)\n    ownerless since ");
    }

    [Fact]
    public void A_script_that_expects_its_leak_passes_and_still_has_one()
    {
        RunReport report = Run("expect leaked_blocks == 2");

        report.ShouldPass();
        Should.Throw<TeeAssertException>(() => report.ShouldHaveNoLeak()).Message.ShouldStartWith("text.tee leaks 2 blocks, 60 bytes\n");
    }

    [Fact]
    public void All_that_fails_is_listed() => Should.Throw<TeeAssertException>(() => Leaky.ShouldPass()).Message.ShouldBe($"""
        shipped/livetv-close-before-unmap.tee fails
          shipped/livetv-close-before-unmap.tee:23: `leaked == 0` does not hold: it is 240
          shipped/livetv-close-before-unmap.tee:24: `regions(drm) <= 9` does not hold: it is 13
        {Leaks}
        """);

    [Fact]
    public void A_core_that_panicked_is_not_called_clean()
    {
        RunReport report = Run("expect leaked == 60") with
        {
            Panic = new PanicReport(new CallReference("player: map(s)", 7, 0), "Panic 'x' at f.c:1 <f>", Expected: false),
            Leaks = [],
        };

        Should.Throw<TeeAssertException>(() => report.ShouldHaveNoLeak()).Message
            .ShouldBe("text.tee: the core panicked in `player: map(s)` (line 7): Panic 'x' at f.c:1 <f>");
        Should.Throw<TeeAssertException>(() =>
            (report with { Findings = [new Finding(FailureKind.CorePanic, "player: map(s)", 7, "stops the core")] }).ShouldPass()).Message
            .ShouldBe("text.tee fails\n  the core panicked in `player: map(s)` (line 7): Panic 'x' at f.c:1 <f>");
        (report with { Panic = report.Panic! with { Expected = true } }).ShouldHaveNoLeak();
    }

    private static RunReport Run(string expectation) => ScenarioRunner.Run(
        Scenario.Parse("text.tee", $"""
            target amlogic-3.9-arm32
            vdec   0x5a000000 + 8M
            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
            player  s  = open_session(drm)
            player  ch = open_channel(s, 0x5a300000 + 1M)
            player  va = map(s, 0x5a399000, 0x1000)
            player  close_channel(ch)
            {expectation}
            """, out _)!,
        new RunOptions());
}
