using System.Numerics;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.Tests.Minimizing;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Threads of one process share what it has, and die together.</summary>
public class ThreadTests
{
    // The client of a channel dies between two calls of its other thread.
    private const string Player = Explorations.Device + """
        input         t  = open_session(tvp)
        input         ch = open_channel(t, input: 0x5a300000 + 1M, bind: drm)
        player.audio  s  = open_session(drm)
        keeper        k  = open_session(drm)
        player.video  map(s, 0x5a399000, 0x1000) -> any
        player.video  unmap(s, 0x5a399000, 0x1000) -> any
        player.audio  wait(player.video)
        player.audio  close_session(s)
        input         wait(player.audio)
        input         close_channel(ch)
        """;

    [Theory]
    // Whoever comes behind the death of its own process makes no call; another process would find the session closed.
    [InlineData("p.a", "p.b", 3, 0)]
    [InlineData("p", "q", 3, 1)]
    public void Who_has_died_with_another_thread_makes_no_call(string one, string other, int orderings, int wrong)
    {
        ExplorationReport report = Explorations.Explore($"""
            {Explorations.Device}
            {one} s = open_session(drm)
            {other} invoke(s)
            {other} close_session(s) -> any
            {one} die()
            """);

        report.Orderings.ShouldBe(orderings);
        report.Kinds.Where(k => k.Kind == FailureKind.WrongResult).Aggregate(BigInteger.Zero, (sum, k) => sum + k.Orderings)
            .ShouldBe(wrong);
    }

    [Theory]
    // Without a fault 2; a death at the start, behind a, behind b, or behind both, to which two ways lead.
    [InlineData("p.a", "p.b", 2 + 1 + 1 + 1 + 2)]
    // Without a fault 2; at the start, behind each call, and behind both each of two can die, and the other one goes on.
    [InlineData("p", "q", 2 + 2 + 2 * 2 + 2 * 2)]
    public void A_process_dies_once_however_many_threads_it_has(string one, string other, int orderings) =>
        Explorations.Explore($"{Explorations.Device}{one} open_session(drm)\n{other} open_session(drm)\n",
            new SearchOptions { Workers = 1, Kill = true }).Orderings.ShouldBe(orderings);

    [Fact]
    public void All_ways_to_search_agree_and_each_schedule_replays()
    {
        CallProgram program = Explorations.Compile(Player);
        ExplorationReport[] reports =
            [.. Explorations.AllWays.Select(way => Explorer.Explore(program, way with { Kill = true, ChecksReduction = true }))];

        reports.Select(r => string.Join("; ", r.Kinds.Select(k => $"{k.Orderings} {k.Kind}"))).Distinct().ShouldHaveSingleItem();
        reports[0].Failures.ShouldNotBeEmpty();
        foreach (FailureExample example in reports[0].Failures)
        {
            RunReport run =
                Schedule.Parse(example.Schedule, program, out string? problem).ShouldNotBeNull(problem).Run(program, new RunOptions());
            run.Findings.Select(f => f.Kind).ShouldContain(example.Finding.Kind);
            run.EndsEarly.ShouldBeFalse();
        }
    }

    [Fact]
    public void The_death_of_a_thread_is_minimised_to_a_script_that_is_right()
    {
        const string Text = Explorations.Device + """
            input         t  = open_session(tvp)
            player.audio  s  = open_session(drm)
            player.video  ch = open_channel(s, input: 0x5a300000 + 1M)
            player.audio  register_shm(4K)
            input         close_session(t)
            player.audio  die()
            """;
        MinimizedScript minimized = Scripts.Minimize(Text);

        minimized.Text.ShouldEndWith("""
            player.audio  s  = open_session(drm)
            player.video  ch = open_channel(s, input: 0x5a000000 + 0x1000)
            player.audio  die()

            """);
    }
}
