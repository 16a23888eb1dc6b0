using System.Numerics;
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

/// <summary>Calls that their process makes again while they return BUSY.</summary>
public class RetryTests
{
    private const string Head = """
        target optee-3.10-arm32
        ta one acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance

        """;

    // a has the TA for two steps; b comes when it wants.
    private const string Race = """
        a  s = open_session(one, retry: RETRIES)
        a  close_session(s)
        b  t = open_session(one, retry: RETRIES)
        b  close_session(t)
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_try_is_a_step_of_the_ordering(int retries)
    {
        ExplorationReport report = Explore(Race.Replace("RETRIES", $"{retries}", StringComparison.Ordinal), new SearchOptions());

        int steps = retries + 2;
        report.Orderings.ShouldBe(Binomial(2 * steps, steps));
    }

    [Fact]
    public void Who_tries_in_time_gets_in_and_who_does_not_is_told_to_be_wrong()
    {
        ExplorationReport report = Explore(Race.Replace("RETRIES", "1", StringComparison.Ordinal), new SearchOptions());

        // Steps a1 a2 a3 and b1 b2 b3, the first two of which are tries. One fails when both its tries lie between the
        // opening and the closing of the other.
        report.Kinds.Single(k => k.Kind == FailureKind.WrongResult).Orderings.ShouldBe(CountWrong());
        report.Failures.ShouldAllBe(f => f.Finding.What == "returned BUSY, expected SUCCESS"
            || f.Finding.What.StartsWith("could not be made", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kill")]
    [InlineData("panic")]
    [InlineData("alloc")]
    public void All_ways_to_search_agree(string faults)
    {
        var options = new SearchOptions { Kill = faults == "kill", TaPanics = faults == "panic", FailAllocations = faults == "alloc" };
        string text = Race.Replace("RETRIES", "2", StringComparison.Ordinal);
        ExplorationReport one = Explore(text, options);

        foreach (SearchOptions other in (SearchOptions[])[
            options with { Reduction = false },
            options with { Equality = StateEquality.Exact },
            options with { Workers = 3 },
        ])
        {
            Explore(text, other).Kinds.ShouldBe(one.Kinds);
        }
    }

    [Fact]
    public void A_schedule_makes_the_tries_where_it_has_them()
    {
        CallProgram program = Program(Race.Replace("RETRIES", "1", StringComparison.Ordinal));

        // a opens; b is busy; a skips its other try and closes; b gets in with its second try.
        RunReport report = Schedule.Parse($"{Schedule.CheckOf(program)}-ab2a2b", program, out string? problem).ShouldNotBeNull(problem)
            .Run(program, new RunOptions());

        report.Findings.ShouldBeEmpty();
        Schedule.Parse($"{Schedule.CheckOf(program)}-a2b2ab", program, out _)!.Run(program, new RunOptions()).Findings[0].What
            .ShouldBe("returned BUSY, expected SUCCESS");
    }

    [Fact]
    public void In_the_order_as_written_tries_follow_at_once()
    {
        RunReport report = ScenarioRunner.Run(
            Scenario.Parse(
                "x.tee", Head + "a  s = open_session(one)\nb  t = open_session(one, retry: 7)\nb  close_session(t) -> any\n", out _)!,
            new RunOptions());

        Finding finding = report.Findings.ShouldHaveSingleItem();
        finding.Call.ShouldBe("b: open_session(one, retry: 7)");
        finding.What.ShouldBe("returned BUSY, expected SUCCESS");
        report.Calls.ShouldBe(10);
    }

    [Fact]
    public void A_minimised_script_has_the_tries_as_calls()
    {
        CallProgram program = Program("""
            a  s = open_session(one)
            b  t = open_session(one, retry: 1)
            a  close_session(s)
            b  invoke(t, returns: GENERIC)
            """);
        Schedule schedule =
            Schedule.Parse($"{Schedule.CheckOf(program)}-ab a2b".Replace(" ", "", StringComparison.Ordinal), program, out _)!;

        MinimizedScript minimised = Minimizer.Minimize(program, schedule, out Diagnostic? problem).ShouldNotBeNull($"{problem}");

        minimised.Text.ShouldNotContain("retry");
        minimised.Text.ShouldContain("invoke(s, returns: GENERIC)".Replace("(s", "(t", StringComparison.Ordinal));
        minimised.Text.ShouldNotContain("BUSY");
    }

    private static BigInteger CountWrong()
    {
        int wrong = 0;
        foreach (string order in Orders("", 3, 3))
        {
            (bool wrongHere, string owner) = (false, "");
            var tries = new Dictionary<char, int> { ['a'] = 0, ['b'] = 0 };
            var had = new Dictionary<char, bool> { ['a'] = false, ['b'] = false };
            foreach (char c in order)
            {
                if (tries[c]++ < 2)
                {
                    if (had[c]) continue;
                    if (owner.Length == 0) (owner, had[c]) = ($"{c}", true);
                    else wrongHere |= tries[c] == 2;
                }
                else if (had[c])
                {
                    owner = "";
                }
            }

            if (wrongHere) wrong++;
        }

        return wrong;
    }

    private static IEnumerable<string> Orders(string before, int a, int b)
    {
        if (a + b == 0) return [before];
        return (a > 0 ? Orders(before + "a", a - 1, b) : []).Concat(b > 0 ? Orders(before + "b", a, b - 1) : []);
    }

    private static BigInteger Binomial(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(BigInteger.One, (product, i) => product * (n - k + i) / i);

    private static CallProgram Program(string calls) => Explorations.Compile(Head + calls);

    private static ExplorationReport Explore(string calls, SearchOptions options) => Explorations.Explore(Head + calls, options);
}
