using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Minimizing;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Exploration.Tests.Minimizing;

public sealed class MinimizerTests
{
    [Fact]
    public void A_soak_of_hundreds_of_calls_comes_down_to_the_incident()
    {
        string soak = Scripts.Soak();
        Scripts.Run(soak).Calls.ShouldBeGreaterThan(480);
        MinimizedScript script = Scripts.Minimize(soak);
        script.Text.ShouldBe("""
            # leak from mobj.c:168, tee_mmu.c:257; the guilty call is input: close_channel(ch)

            target amlogic-3.9-arm32

            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session cache_maintenance
            ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session cache_maintenance

            input   t  = open_session(tvp)
            input   ch = open_channel(t, input: 0x5a000000 + 0x1000, bind: drm)
            player  s  = open_session(drm)
            player  va = map(s, 0x5a000000, 0x1000)
            input   close_channel(ch)
            expect leaked == 0

            """);
        (script.CallsAfter, script.IsComplete, script.IsConfirmed).ShouldBe((5, true, true));
    }

    [Fact]
    public void What_is_left_of_a_soak_fails_in_the_same_way_when_it_is_run()
    {
        RunReport report = Scripts.Run(Scripts.Minimize(Scripts.Soak()).Text);
        report.Passed.ShouldBeFalse();
        LeakReport leak = report.Leaks.ShouldHaveSingleItem();
        leak.Guilty.Call.ShouldBe("input: close_channel(ch)");
        leak.Allocations.Select(a => a.Site).ShouldBe(["core/arch/arm/mm/mobj.c:168", "core/arch/arm/mm/tee_mmu.c:257"]);
        report.Failures.ShouldHaveSingleItem().Message.ShouldBe("`leaked == 0` does not hold: it is 60");
    }

    [Fact]
    public void A_core_panic_keeps_its_place_and_loses_the_rest()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            qa      q = open_session(drm)
            player  s = open_session(drm)
            player  t = open_session(tvp)
            qa      invoke(q)
            player  ta_open_session(t, tvp)
            qa      close_session(q)
            """);
        script.Failure.Kind.ShouldBe(FailureKind.CorePanic);
        Scripts.LinesOf(script.Text).ShouldBe(["player  t = open_session(tvp)", "player  ta_open_session(t, tvp)"]);
        Scripts.Run(script.Text).Panic.ShouldNotBeNull().Expected.ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_result_keeps_what_was_expected_of_its_call_alone()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            input   t = open_session(tvp)
            player  s = open_session(drm)
            player  map(s, 0x5a000000, 0x1000) -> ITEM_NOT_FOUND
            input   close_session(t)
            player  unmap(s, 0x5a000000, 0x1000)
            """);
        script.Sentence.ShouldBe("player: unmap(s, 0x5a000000, 0x1000) returned ITEM_NOT_FOUND, expected SUCCESS");
        Scripts.LinesOf(script.Text).ShouldBe(["player  s = open_session(drm)", "player  unmap(s, 0x5a000000, 0x1000)"]);
        Scripts.Run(script.Text).Failures.ShouldHaveSingleItem().Message.ShouldEndWith("returned ITEM_NOT_FOUND, expected SUCCESS");
    }

    [Fact]
    public void An_expectation_that_fails_stays_at_the_end()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            qa      q = open_session(tvp)
            player  s = open_session(drm)
            player  t = open_session(drm)
            expect sessions(drm) < 2
            player  close_session(t)
            qa      close_session(q)
            """);
        script.Text.ShouldContain("# 'sessions(drm) < 2' does not hold\n");
        script.Text.ShouldEndWith("player  s = open_session(drm)\nplayer  t = open_session(drm)\nexpect sessions(drm) < 2\n");
    }

    [Fact]
    public void A_call_that_never_returns_keeps_what_it_waits_for()
    {
        MinimizedScript script = Scripts.Minimize("""
            target optee-3.10-arm32
            ta kept acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session instance_keep_alive
            ta other 37eb0e02-c43d-48a8-a129-a95dd3d43929
            a  o = open_session(other)
            a  open_session(kept, user: 5, panics: 7) -> TARGET_DEAD
            b  open_session(kept, user: 6)
            a  close_session(o)
            """);
        script.Failure.Kind.ShouldBe(FailureKind.Hang);
        Scripts.LinesOf(script.Text).ShouldBe(["a  open_session(kept, panics: 7) -> TARGET_DEAD", "b  open_session(kept)"]);
    }

    [Fact]
    public void Faults_that_the_failure_does_not_need_go()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            other   o  = open_session(tvp, fail_alloc: 1) -> OUT_OF_MEMORY
            other   x  = open_session(tvp, panics: 3) -> TARGET_DEAD
            player  s  = open_session(drm)
            player  ch = open_channel(s, 0x5a000000 + 1M)
            player  va = map(s, 0x5a000000, 0x1000)
            other   die()
            player  close_channel(ch, fail_alloc: 1) -> any
            """.Replace(", fail_alloc: 1) -> any", ")", StringComparison.Ordinal));
        Scripts.LinesOf(script.Text).Length.ShouldBe(4);
        script.Text.ShouldNotContain("fail_alloc");
        script.Text.ShouldNotContain("die");
    }

    [Fact]
    public void Processes_change_no_more_often_than_they_must()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            player  s  = open_session(drm)
            input   t  = open_session(tvp)
            player  x  = open_session(drm)
            input   ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm)
            player  close_session(x)
            player  va = map(s, 0x5a399000, 0x1000)
            input   close_channel(ch)
            """);
        Scripts.LinesOf(script.Text).Select(line => line[..6].Trim()).ShouldBe(["player", "input", "input", "player", "input"]);
    }

    [Fact]
    public void A_channel_that_nobody_can_close_is_told_without_an_expectation()
    {
        MinimizedScript script = Scripts.Minimize(Scripts.Head + """
            qa      q  = open_session(tvp)
            player  s  = open_session(drm)
            player  ch = open_channel(s, 0x5a000000 + 1M)
            player  die()
            qa      close_session(q)
            """);
        script.Text.ShouldStartWith("# a channel is still open that nobody will ever close; the guilty call is player: die()\n");
        script.Text.ShouldEndWith("player  die()\n");
        Scripts.Run(script.Text).Passed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("player s = open_session(drm)\n",
        "x.tee: the script does not fail when it is run as written; name one that fails, or the order in which it fails with --schedule")]
    [InlineData("player s = open_session(drm)\nexpect leaked == 0\n",
        "x.tee: the script does not fail when it is run as written; name one that fails, or the order in which it fails with --schedule")]
    [InlineData("repeat 20000 {\nplayer s = open_session(drm)\n}\n",
        "x.tee: the script makes more than 10,000 calls; lower a count, so that it just fails")]
    public void What_cannot_be_minimised_gets_one_sentence(string calls, string sentence)
    {
        Minimizer.Minimize(Scripts.Parse(Scripts.Head + calls), out Diagnostic? problem).ShouldBeNull();
        $"{problem}".ShouldBe(sentence);
    }

    [Fact]
    public void A_leak_that_the_script_expects_is_not_what_fails()
    {
        const string Calls = """
            player  s  = open_session(drm)
            player  ch = open_channel(s, 0x5a000000 + 1M)
            player  va = map(s, 0x5a000000, 0x1000)
            player  close_channel(ch)
            expect leaked == 60
            """;
        Minimizer.Minimize(Scripts.Parse(Scripts.Head + Calls), out _).ShouldBeNull();
        Scripts.Minimize(Scripts.Head + Calls + "\nplayer  close_channel(ch)\n").Failure.Kind.ShouldBe(FailureKind.WrongResult);
    }
}
