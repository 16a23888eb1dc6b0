using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Memory that processes hold, in searches and random runs.</summary>
public class HeldMemoryTests
{
    private const string Script = """
        target optee-3.10-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        a  h = hold(32, held.c:1)
        b  g = hold(32, held.c:1)
        b  drop(g)
        a  s = open_session(drm)
        a  drop(h)
        """;

    [Fact]
    public void What_is_held_has_no_leak_in_any_order() => Explorations.Explore(Script, new SearchOptions()).IsProved.ShouldBeTrue();

    [Fact]
    public void Who_dies_leaves_it_behind()
    {
        ExplorationReport report = Explorations.Explore(Script, new SearchOptions { Kill = true });

        report.Failures.Select(f => f.Finding.What).ShouldAllBe(what => what == "leak from held.c:1, for ever");
        report.Failures.ShouldNotBeEmpty();
    }

    [Fact]
    public void All_ways_to_search_agree()
    {
        var options = new SearchOptions { Kill = true, FailAllocations = true };
        ExplorationReport one = Explorations.Explore(Script, options);

        foreach (SearchOptions other in (SearchOptions[])[
            options with { Reduction = false },
            options with { Equality = StateEquality.Exact },
            options with { Workers = 3 },
        ])
        {
            Explorations.Explore(Script, other).Kinds.ShouldBe(one.Kinds);
        }
        Explorations.Explore(Script, options with { Workers = 3 }).States.ShouldBe(one.States);
    }

    // Two blocks that look the same change places: which one an address means is not the same in both orders.
    [Fact]
    public void An_address_means_what_it_meant_when_it_was_given()
    {
        const string Orders = """
            target optee-3.10-arm32
            a  h = hold(32, held.c:1)
            b  g = hold(64, held.c:2)
            c  drop(h)
            c  i = hold(64, held.c:2)
            b  drop(g)
            c  drop(i)
            expect sometimes blocks(held.c:2) == 0
            """;
        foreach (bool reduction in (bool[])[true, false])
        {
            ExplorationReport report = Explorations.Explore(Orders, new SearchOptions { Reduction = reduction });
            report.IsProved.ShouldBeTrue();
            report.NeverHeld.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Random_runs_hold_and_drop()
    {
        string[] scripts =
            [.. Enumerable.Range(1, 40).Select(run => Fuzzer.ScriptOf(new FuzzOptions { Target = "optee-3.10-arm32" }, run))];

        scripts.ShouldContain(s => s.Contains("hold(", StringComparison.Ordinal) && s.Contains("held.c:", StringComparison.Ordinal));
        scripts.ShouldContain(s => s.Contains("drop(", StringComparison.Ordinal));
    }
}
