using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Processes that exclude each other, whoever is first.</summary>
public class LockTests
{
    private const string Head = """
        target optee-3.10-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        ta one 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance

        """;

    private const string OppositeOrder = """
        a  lock(x)
        a  lock(y)
        a  unlock(y)
        a  unlock(x)
        b  lock(y)
        b  lock(x)
        b  unlock(x)
        b  unlock(y)
        """;

    [Theory]
    // Steps: L a a against L b b, all of one and then all of the other.
    [InlineData("", 2)]
    // A call in front of the lock can come anywhere: L a a with b in one of four places, or all of b first.
    [InlineData("b  register_shm(4K)\n", 5)]
    public void Only_orders_that_the_lock_allows_are_made(string before, int orderings)
    {
        ExplorationReport report = Explore($"""
            a  lock(l)
            a  s = open_session(one)
            a  close_session(s)
            a  unlock(l)
            {before}b  lock(l)
            b  t = open_session(one)
            {(before.Length > 0 ? "" : "b  close_session(t)")}
            b  unlock(l)
            """.Replace("\n\n", "\n", StringComparison.Ordinal), new SearchOptions());

        // Without the lock the second one would find the TA in use.
        report.Orderings.ShouldBe(orderings);
        report.Kinds.Where(k => k.Kind == FailureKind.WrongResult).Sum(k => (int)k.Orderings).ShouldBe(before.Length > 0 ? 1 : 0);
    }

    [Fact]
    public void Locks_of_other_names_exclude_nobody() =>
        Explore(
            "a  lock(l)\na  open_session(drm)\na  unlock(l)\nb  lock(m)\nb  open_session(drm)\nb  unlock(m)",
            new SearchOptions()).Orderings.ShouldBe(6);

    [Fact]
    public void Opposite_orders_wait_for_each_other_for_ever()
    {
        ExplorationReport report = Explore(OppositeOrder, new SearchOptions());

        report.Kinds.Select(k => (k.Kind, k.Orderings)).ShouldBe([(FailureKind.None, 2), (FailureKind.Hang, 2)]);
        FailureExample example = report.Failures.ShouldHaveSingleItem();
        example.Finding.Call.ShouldBe("a: lock(y)");
        example.Finding.Line.ShouldBe(5);
        example.Finding.What.ShouldBe("waits for ever: b has the lock 'y' since line 8, and can't go on either");
        CallProgram program = Program(OppositeOrder);
        RunReport run =
            Schedule.Parse(example.Schedule, program, out string? problem).ShouldNotBeNull(problem).Run(program, new RunOptions());
        run.Findings.ShouldHaveSingleItem().ShouldBe(example.Finding);
        run.Passed.ShouldBeFalse();
        run.EndsEarly.ShouldBeFalse();
    }

    [Fact]
    public void Where_all_wait_nobody_takes_back_what_it_has()
    {
        CallProgram program = Program($"a  s = open_session(drm)\n{OppositeOrder}");
        RunReport run = Schedule.Parse($"{Schedule.CheckOf(program)}-2ab", program, out string? problem).ShouldNotBeNull(problem)
            .Run(program, new RunOptions());
        run.Findings.ShouldHaveSingleItem().Kind.ShouldBe(FailureKind.Hang);
        run.Held.ShouldBeEmpty();
        run.Leaks.ShouldBeEmpty();
    }

    [Fact]
    public void A_wait_for_somebody_who_wants_the_lock_is_a_deadlock_too()
    {
        ExplorationReport report = Explore("""
            b  lock(l)
            b  register_shm(4K)
            b  unlock(l)
            a  lock(l)
            a  wait(b)
            a  register_shm(4K)
            a  unlock(l)
            """, new SearchOptions());

        report.Kinds.Select(k => (k.Kind, k.Orderings)).ShouldBe([(FailureKind.None, 1), (FailureKind.Hang, 1)]);
    }

    [Fact]
    public void Who_dies_gives_its_locks_back()
    {
        ExplorationReport report = Explore(
            "a  lock(l)\na  s = open_session(drm)\na  close_session(s)\na  unlock(l)\nb  lock(l)\nb  open_session(drm)\nb  unlock(l)",
            new SearchOptions { Kill = true });
        report.Kinds.Select(k => k.Kind).ShouldBe([FailureKind.None]);

        Explore("a  lock(l)\na  open_session(drm)\na  die()\nb  lock(l)\nb  open_session(drm)\nb  unlock(l)", new SearchOptions()).Orderings
            .ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kill")]
    public void All_ways_to_search_agree(string faults)
    {
        const string Text = """
            repeat 2 {
            a  lock(l)
            a  s = open_session(one)
            a  lock(m)
            a  close_session(s)
            a  unlock(m)
            a  unlock(l)
            }
            b  lock(m)
            b  t = open_session(one)
            b  lock(l)
            b  close_session(t)
            b  unlock(l)
            b  unlock(m)
            """;
        var options = new SearchOptions { Kill = faults == "kill" };
        ExplorationReport one = Explore(Text, options);

        one.Kinds.ShouldContain(k => k.Kind == FailureKind.Hang);
        foreach (SearchOptions other in (SearchOptions[])[
            options with { Reduction = false },
            options with { Equality = StateEquality.Exact },
            options with { Workers = 3 },
        ])
        {
            Explore(Text, other).Kinds.ShouldBe(one.Kinds);
        }
    }

    [Fact]
    public void A_minimised_script_has_no_locks()
    {
        CallProgram program = Program("a  lock(l)\na  s = open_session(one)\na  unlock(l)\nb  lock(l)\nb  open_session(one)\nb  unlock(l)");
        Schedule schedule = Schedule.Parse($"{Schedule.CheckOf(program)}-2a2b", program, out _)!;

        Minimizer.Minimize(program, schedule, out Diagnostic? problem).ShouldNotBeNull($"{problem}").Text.ShouldNotContain("lock");
    }

    [Theory]
    [InlineData("a  lock(l)\nb  lock(l)\na  unlock(l)\nb  unlock(l)", "x.tee:5:9: found the lock 'l', which a has since line 4; "
        + "in the order as written it must be free here, so move this line behind a's unlock(l)")]
    [InlineData("a  lock(l)\na  lock(l)\na  unlock(l)",
        "x.tee:5:9: found the lock 'l', which a has since line 4; a process can't take it twice")]
    [InlineData("a  lock(l)\nb  unlock(l)\na  unlock(l)",
        "x.tee:5:11: found the lock 'l', which a has since line 4; only that process can give it back")]
    [InlineData("a  unlock(l)", "x.tee:4:11: found the lock 'l', which nobody has here; take it above with lock(l), or remove this line")]
    [InlineData("a  lock(l)", "x.tee:4:9: found the lock 'l', which a never gives back; add unlock(l) behind its last call that needs it")]
    [InlineData("repeat 2 {\na  lock(l)\n}",
        "x.tee:5:9: found the lock 'l', which a does not give back in the same repeat; add unlock(l) there")]
    [InlineData("a  lock(l)\nrepeat 2 {\na  unlock(l)\n}",
        "x.tee:4:9: found the lock 'l', which a takes outside of a repeat and gives back inside of it; do both in the same block")]
    [InlineData("a  open_session(drm) {\nb  lock(l)\n}", "x.tee:5:4: found lock inside of a block; "
        + "what comes in while a TA is loaded can't wait, so take the lock in front of the call that loads it")]
    [InlineData("a  lock(4)", "x.tee:4:9: found '4' where lock takes a lock as its 'name'")]
    public void Mistakes_are_said(string lines, string sentence)
    {
        Scenario.Parse("x.tee", Head + lines, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        diagnostics[0].ToString().ShouldBe(sentence);
    }

    private static CallProgram Program(string calls) => Explorations.Compile(Head + calls);

    private static ExplorationReport Explore(string calls, SearchOptions options) => Explorations.Explore(Head + calls, options);
}
