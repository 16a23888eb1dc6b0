using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Counts that can be written down by hand.</summary>
public sealed class OrderingCountTests
{
    public static TheoryData<SearchOptions> AllWays { get; } = [.. Explorations.AllWays];

    [Theory]
    [MemberData(nameof(AllWays))]
    public void Two_processes_with_2_and_4_calls_have_15_orderings(SearchOptions options) => Clean("""
        a  x1 = register_shm(4K)
        a  release_shm(x1)
        b  y1 = register_shm(4K)
        b  y2 = register_shm(4K)
        b  release_shm(y1)
        b  release_shm(y2)
        """, options).ShouldBe(15);

    [Theory]
    [MemberData(nameof(AllWays))]
    public void Three_processes_with_2_calls_each_have_90_orderings(SearchOptions options) => Clean("""
        a  x = register_shm(4K)
        a  release_shm(x)
        b  y = register_shm(4K)
        b  release_shm(y)
        c  z = register_shm(4K)
        c  release_shm(z)
        """, options).ShouldBe(90);

    // drm and tvp touch nothing in common but for the sessions: with reduction many of these are not made twice.
    [Theory]
    [MemberData(nameof(AllWays))]
    public void Calls_that_touch_nothing_in_common_count_in_both_orders(SearchOptions options) => Clean("""
        a  s = open_session(drm)
        a  invoke(s)
        a  invoke(s)
        b  t = open_session(tvp)
        b  invoke(t)
        b  invoke(t)
        """, options).ShouldBe(20);

    [Theory]
    [MemberData(nameof(AllWays))]
    public void A_use_comes_behind_what_gives_it(SearchOptions options) => Clean("""
        a  s = open_session(drm)
        a  invoke(s)
        b  invoke(s)
        """, options).ShouldBe(2);

    [Theory]
    [MemberData(nameof(AllWays))]
    public void A_wait_leaves_only_the_orders_in_which_nobody_overtakes(SearchOptions options)
    {
        const string Free = "a  x = register_shm(4K)\na  release_shm(x)\nb  y = register_shm(4K)\nb  release_shm(y)";
        Clean(Free, options).ShouldBe(6);
        Clean(Free.Replace("b  y", "b  wait(a)\nb  y", StringComparison.Ordinal), options).ShouldBe(1);
        Clean(Free.Replace("b  release", "b  wait(a)\nb  release", StringComparison.Ordinal), options).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(AllWays))]
    public void A_name_that_is_given_anew_means_what_it_means_as_written(SearchOptions options) => Clean("""
        repeat 2 {
            a  x = register_shm(4K)
            b  release_shm(x)
        }
        """, options).ShouldBe(2);

    [Theory]
    [MemberData(nameof(AllWays))]
    public void Calls_that_only_look_or_let_time_pass_make_no_orderings(SearchOptions options) => Clean("""
        a  x = register_shm(4K)
        a  sleep(1s)
        b  mdbg_check()
        b  y = register_shm(4K)
        """, options).ShouldBe(2);

    [Theory]
    [MemberData(nameof(AllWays))]
    public void Of_the_channel_switch_s_18_orderings_3_are_clean(SearchOptions options)
    {
        // Three ways for the sessions to be opened; behind that 6: close 1, open 2 and unmap 1 in 3 orders, close 2 and unmap 2 in 2. Clean
        // is what unmaps first both times.
        ExplorationReport report = Explorations.Explore(Explorations.Switch, options);
        report.IsComplete.ShouldBeTrue();
        report.Kinds.ShouldBe([new KindCount(FailureKind.None, 3), new KindCount(FailureKind.Leak, 15)]);
        report.Failures.Select(f => f.Finding.ToString())
            .ShouldBe(["leak from core/arch/arm/mm/mobj.c:168, core/arch/arm/mm/tee_mmu.c:257, until the TA's last session closes"]);
    }

    // The second allocation of b finds room only where a has given its own back, or lies elsewhere: states that
    // are equal up to addresses differ.
    [Theory]
    [MemberData(nameof(AllWays))]
    public void A_heap_that_could_be_too_full_in_another_layout_is_searched_exactly(SearchOptions options)
    {
        const string Script = """
            target optee-3.10-arm32
            driver crypto
            ta crypto c7d1f3a0-5b7e-4d0c-9a52-0b6e8e1f4c21
            a  s = open_session(crypto)
            a  p = allocate(s, 20K)
            b  t = open_session(crypto)
            b  q = allocate(t, 22K)
            a  final(p)
            b  final(q)
            a  r = allocate(s, 30K)
            a  final(r)
            """;
        ExplorationReport report = Explorations.Explore(Script, options, "crypto");
        report.Kinds.ShouldBe([new KindCount(FailureKind.None, 46), new KindCount(FailureKind.OutOfMemory, 10)]);
        report.WhyExact.ShouldBe(
            options.Equality == StateEquality.Exact ? null : "memory could run out, which depends on where things lie");
    }

    // It waited for what its own block gives, and nothing was ever made.
    [Fact]
    public void A_call_whose_block_uses_what_the_block_gives_is_made()
    {
        ExplorationReport report = Explorations.Explore(Explorations.Device
            + "b t = open_session(tvp) {\nc s = open_session(drm)\nb va = map_zi(s, 0x1000)\n}\nexpect heap_used <= 2\n");
        report.Transitions.ShouldBe(1);
        report.Kinds.ShouldBe([new KindCount(FailureKind.Expectation, 1)]);
    }

    [Fact]
    public void What_only_looks_makes_no_orderings_unless_the_script_says_what_it_returns()
    {
        const string Calls = "a  s = open_session(drm)\na  ta_status(drm)\nb  t = open_session(tvp)\nb  print_mappings(drm)\n";
        Clean(Calls, new SearchOptions { Workers = 1 }).ShouldBe(2);
        ((int)Explorations.Explore(Explorations.Device
            + Calls.Replace("mappings(drm)", "mappings(drm) -> SUCCESS", StringComparison.Ordinal)).Orderings).ShouldBe(3);
    }

    [Fact]
    public void Reduction_finds_the_same_states_with_fewer_calls()
    {
        ExplorationReport[] reports = [Search(reduction: true), Search(reduction: false)];
        reports[0].States.ShouldBe(reports[1].States);
        reports[0].Transitions.ShouldBe(reports[1].Transitions);
        reports[0].Kinds.ShouldBe(reports[1].Kinds);
        reports[0].Failures.Select(f => f.Schedule).ShouldBe(reports[1].Failures.Select(f => f.Schedule));
    }

    private static ExplorationReport Search(bool reduction) =>
        Explorations.Explore(Explorations.Shipped("livetv-channel-switch.tee"), new SearchOptions { Reduction = reduction, Workers = 1 });

    private static int Clean(string calls, SearchOptions options)
    {
        ExplorationReport report = Explorations.Explore(Explorations.Device + calls, options);
        report.IsProved.ShouldBeTrue(string.Join('\n', report.Failures.Select(f => f.Finding)));
        report.AtLeast.ShouldBe(report.Orderings);
        return (int)report.Orderings;
    }
}
