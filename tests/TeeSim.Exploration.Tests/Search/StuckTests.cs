using System.Collections.Immutable;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>
/// An ordering in which nobody can go on is over, or it is a deadlock, or TeeSim is wrong: it is never clean because nobody has looked.
/// </summary>
public sealed class StuckTests
{
    private const string Script = "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n"
        + "a  s = open_session(drm)\na  close_session(s)\nb  t = open_session(drm)\nb  close_session(t)\n";

    // No script says this: each of them waits for the last step of the other.
    private static CallProgram Wrong()
    {
        CallProgram right = Explorer.Compile(Explorations.Parse(Script), rounds: null, out _)!;
        ImmutableArray<ImmutableArray<Step>> steps = [.. right.StepsOf.Select(
            (own, process) => (ImmutableArray<Step>)[own[0], own[1] with { After = [new Awaited(1 - process, 2)] }])];
        return new CallProgram
        {
            Scenario = right.Scenario,
            Processes = right.Processes,
            StepsOf = steps,
            Steps = [.. steps[0], .. steps[1]],
            Slots = right.Slots,
            Cuts = right.Cuts,
            Lines = right.Lines,
            Shortened = right.Shortened,
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_search_in_which_nobody_can_go_on_is_a_bug(int workers)
    {
        CallProgram program = Wrong();
        var bug = Should.Throw<InvalidOperationException>(
            () => Explorer.Explore(program, new SearchOptions { Workers = workers }, cancel: TestContext.Current.CancellationToken));
        bug.Message.ShouldMatch(
            "^no process can go on behind [0-9a-f]{8}-(ab|ba), but `a: close_session\\(s\\)` \\(line 4\\) has not been made$");
    }

    [Fact]
    public void So_is_a_run_of_such_an_ordering()
    {
        CallProgram program = Wrong();
        var schedule = new Schedule([new Alternative(0, AlternativeKind.Call), new Alternative(1, AlternativeKind.Call)]);
        Should.Throw<InvalidOperationException>(() => schedule.Run(program, new RunOptions())).Message
            .ShouldBe($"no process can go on behind {Schedule.CheckOf(program)}-ab, but `a: close_session(s)` (line 4) has not been made");
    }

    [Fact]
    public void One_that_is_not_over_only_ends_early()
    {
        var schedule = new Schedule([new Alternative(0, AlternativeKind.Call)]);
        schedule.Run(Wrong(), new RunOptions()).EndsEarly.ShouldBeTrue();
    }

    [Fact]
    public void Who_waits_for_one_that_waits_for_a_lock_is_part_of_a_deadlock()
    {
        ExplorationReport report = Explore("""
            a  lock(l)
            a  wait(b)
            a  register_shm(4K)
            a  unlock(l)
            c  wait(a)
            c  register_shm(4K)
            """, "b  lock(l)\nb  unlock(l)\n", new SearchOptions());
        report.Kinds.Select(k => k.Kind).ShouldBe([FailureKind.None, FailureKind.Hang]);
    }

    [Fact]
    public void What_would_come_in_during_a_call_of_a_process_that_has_died_never_comes()
    {
        const string Calls = """
            b  t = open_session(drm)
            a  s = open_session(other) {
                b  close_session(t)
            }
            a  close_session(s)
            b  register_shm(4K)
            c  wait(b)
            c  register_shm(4K)
            """;
        Explore(Calls, "", new SearchOptions { Kill = true }).IsComplete.ShouldBeTrue();
    }

    private static ExplorationReport Explore(string calls, string before, SearchOptions options)
    {
        const string Head = "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n"
            + "ta other 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance\n";
        CallProgram program = Explorer.Compile(Explorations.Parse(Head + before + calls), rounds: null, out _)!;
        return Explorer.Explore(program, options with { Workers = 1 }, cancel: TestContext.Current.CancellationToken);
    }
}
