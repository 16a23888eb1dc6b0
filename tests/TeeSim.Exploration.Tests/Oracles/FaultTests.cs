using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Oracles;

/// <summary>Each kind of failure, and each kind of fault.</summary>
public sealed class FaultTests
{
    private static readonly SearchOptions OneWorker = new() { Workers = 1 };

    [Fact]
    public void A_process_may_die_at_every_point()
    {
        // Two calls: it may die before, between and behind them, or not at all.
        ExplorationReport report =
            Explorations.Explore(Explorations.Device + "a  x = register_shm(4K)\na  release_shm(x)\n", OneWorker with { Kill = true });
        report.IsProved.ShouldBeTrue();
        ((int)report.Orderings).ShouldBe(4);
    }

    [Fact]
    public void Two_processes_may_die_both_when_two_faults_are_allowed()
    {
        const string Script = Explorations.Device + "a  x = register_shm(4K)\nb  y = register_shm(4K)\n";
        int one = (int)Explorations.Explore(Script, OneWorker with { Kill = true }).Orderings;
        int two = (int)Explorations.Explore(Script, OneWorker with { Kill = true, MostFaults = 2 }).Orderings;
        // ab and ba; with a dying: Kb, bK, aKb, abK, baK; the same with b dying.
        one.ShouldBe(12);
        two.ShouldBeGreaterThan(one);
    }

    [Fact]
    public void Every_allocation_of_a_call_fails_in_turn()
    {
        // The object over the call's argument (32 bytes), the list of pages (4) and the object of the shared memory (52): three
        // faults, and the ordering without.
        ExplorationReport report =
            Explorations.Explore(Explorations.Device + "a  x = register_shm(4K)\n", OneWorker with { FailAllocations = true });
        report.IsProved.ShouldBeTrue(string.Join('\n', report.Failures));
        ((int)report.Orderings).ShouldBe(3 + 1);
    }

    [Fact]
    public void A_TA_may_panic_in_every_call()
    {
        ExplorationReport report =
            Explorations.Explore(Explorations.Device + "a  s = open_session(drm)\na  invoke(s)\n", OneWorker with { TaPanics = true });
        report.IsProved.ShouldBeTrue();
        ((int)report.Orderings).ShouldBe(3);
    }

    [Theory]
    [InlineData(FailureKind.WrongResult, "a  s = open_session(drm)\na  map(s, 0x5a300000, 0x1000)\n",
        "`a: map(s, 0x5a300000, 0x1000)` returned ITEM_NOT_FOUND, expected SUCCESS (line 7)")]
    [InlineData(FailureKind.Expectation, "a  s = open_session(drm)\nexpect sessions(drm) == 2\n",
        "`sessions(drm) == 2` does not hold: it is 1 (line 7)")]
    [InlineData(FailureKind.Unreachable, "a  s = open_session(drm)\na  ch = open_channel(s, 0x5a300000 + 1M)\na  die()\n",
        "a channel is still open that nobody will ever close")]
    [InlineData(FailureKind.Leak, "repeat 3 {\na  x = register_shm(4K)\n}\n",
        "leak from core/arch/arm/mm/mobj_dyn_shm.c:232, until its process dies")]
    public void A_failure_is_found_and_named(FailureKind kind, string calls, string sentence)
    {
        ExplorationReport report = Explorations.Explore(Explorations.Device + calls, OneWorker);
        report.Kinds.Select(k => k.Kind).ShouldBe([kind]);
        report.Failures[0].Finding.ToString().ShouldBe(sentence);
    }

    [Fact]
    public void A_live_mapping_of_an_open_channel_does_not_hide_another_channel_that_nobody_can_close()
    {
        const string Script = Explorations.Device + """
            a  s  = open_session(drm)
            a  ch = open_channel(s, 0x5a300000 + 1M)
            a  die()
            b  wait(a)
            b  t  = open_session(drm)
            b  cb = open_channel(t, 0x5a500000 + 1M)
            b  va = map(t, 0x5a500000, 0x1000)
            """;
        Explorations.Explore(Script, OneWorker).Kinds.Select(k => k.Kind).ShouldBe([FailureKind.Unreachable]);
    }

    [Fact]
    public void A_call_that_never_returns_is_found()
    {
        string script =
            File.ReadAllText(Path.Combine(TeeSim.TestSupport.Repository.Root, "scenarios/error-paths/panicked-context-hangs-openers.tee"));
        Explorations.Explore(script, OneWorker).IsClean.ShouldBeTrue();
        ExplorationReport report = Explorations.Explore(script.Replace("-> hangs", "", StringComparison.Ordinal), OneWorker);
        report.Kinds.Select(k => k.Kind).ShouldContain(FailureKind.Hang);
        report.Failures[0].Finding.What.ShouldStartWith("never returns: tee_ta_unlink_session waits for ever");
    }

    [Fact]
    public void A_heap_that_is_full_is_found()
    {
        string script = Explorations.Device.Replace("128K", "16K", StringComparison.Ordinal) + "repeat 200 {\na  x = register_shm(4K)\n}\n";
        ExplorationReport report = Explorations.Explore(script, OneWorker);
        report.Kinds.Select(k => k.Kind).ShouldContain(k => k >= FailureKind.OutOfMemory);
        report.Failures.Select(f => f.Finding.Kind).ShouldContain(FailureKind.OutOfMemory);
    }

    [Fact]
    public void Sometimes_shows_that_a_script_can_bite()
    {
        const string Sometimes = "expect sometimes regions(drm) == 10\n";
        Explorations.Explore(
            Explorations.Switch.Replace(
                "        player  unmap", "        " + Sometimes + "        player  unmap", StringComparison.Ordinal),
            OneWorker).NeverHeld
            .ShouldBeEmpty();
        ExplorationReport report =
            Explorations.Explore(Explorations.Switch + "\n" + Sometimes.Replace("10", "99", StringComparison.Ordinal), OneWorker);
        report.NeverHeld.Select(n => n.Message).ShouldBe(["`sometimes regions(drm) == 99` held in no ordering"]);
        report.IsClean.ShouldBeFalse();
    }

    [Fact]
    public void What_stopped_is_never_taken_for_done()
    {
        ExplorationReport report =
            Explorations.Explore(Explorations.Shipped("livetv-channel-switch.tee"), OneWorker with { Transitions = 512 });
        (report.IsComplete, report.IsProved, report.Stop).ShouldBe((false, false, StopReason.Transitions));
        report.AtLeast.ShouldBe(1_662_804);
        report.Orderings.ShouldBeLessThan(1_662_804);
        Verdicts.Of(report).ShouldStartWith($"Stopped after {report.Orderings:N0} orderings of at least 1,662,804");
        ExplorationReport memory = Explorations.Explore(Explorations.Shipped("livetv-channel-switch.tee"), OneWorker with { Memory = 1 });
        memory.Stop.ShouldBe(StopReason.Memory);
    }

    [Fact]
    public void A_repeat_that_is_cut_short_is_no_proof()
    {
        ExplorationReport report = Explorations.Explore(
            Explorations.Device + "repeat until out_of_memory {\na  x = register_shm(4K)\na  release_shm(x)\n}\n", OneWorker);
        (report.IsComplete, report.IsClean, report.IsProved).ShouldBe((true, true, false));
        Verdicts.Of(report).ShouldBe("The only ordering tried: 1 clean (3 rounds of the repeat in line 6: the script can go on)");
    }
}
