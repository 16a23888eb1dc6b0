using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>Memory of parts of the core that are not modelled, as scripts hold and drop it.</summary>
public class HeldMemoryTests
{
    private const string Head = """
        target optee-3.10-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        """;

    [Fact]
    public void What_is_held_can_be_measured_by_its_site_until_it_is_dropped()
    {
        Passes("""
            app  h = hold(100, core/kernel/other.c:12)
            app  g = hold(bytes: 28, site: other.c:12)
            app  i = hold(64, other.c:13)
            expect blocks(other.c:12) == 2
            expect bytes(other.c:12) == 128
            app  drop(h)
            app  drop(block: g)
            expect blocks(other.c:12) == 0
            expect blocks(other.c:13) == 1
            app  drop(i)
            expect leaked == 0
            """);
    }

    [Fact]
    public void What_a_process_still_holds_is_no_leak() => Passes("app  h = hold(100, other.c:12)");

    [Fact]
    public void Anybody_can_drop_it_once() => Passes("""
        app    h = hold(100, other.c:12)
        other  drop(h)
        app    drop(h) -> ITEM_NOT_FOUND
        """);

    [Fact]
    public void Without_room_it_is_out_of_memory() => Passes("""
        app  h = hold(8M, other.c:12) -> OUT_OF_MEMORY
        app  g = hold(64, other.c:12, fail_alloc: 1) -> OUT_OF_MEMORY
        expect print_oom == 2
        app  h = hold(64, other.c:12)
        app  drop(h)
        """);

    [Fact]
    public void A_process_that_dies_drops_nothing() => FailsWith(
        "leak from other.c:12, for ever",
        """
        app  h = hold(100, other.c:12)
        app  die()
        """);

    [Fact]
    public void A_name_that_is_given_anew_loses_what_it_stood_for() => FailsWith(
        "leak from other.c:12, for ever",
        """
        app  h = hold(100, other.c:12)
        app  h = hold(100, other.c:13)
        """);

    [Theory]
    [InlineData("app  hold(100, other.c)",
        "x.tee:3:16: found 'other.c' where a call site is expected, a file and a line such as mobj.c:168")]
    [InlineData("app  hold(100, 12)", "x.tee:3:16: found '12' where hold takes a call site as its 'site', such as mobj.c:168")]
    [InlineData("app  hold(0, a.c:1)", "x.tee:3:11: found '0' where hold takes a number from 1 to 67108864 as its 'bytes'")]
    [InlineData("app  hold(a.c:1, 8)", "x.tee:3:11: found 'a.c:1' where hold takes a number as its 'bytes'")]
    [InlineData("app  drop(h)", "x.tee:3:11: unknown held block 'h'; no hold above gives one a name")]
    [InlineData("app  s = open_session(drm)\napp  drop(s)",
        "x.tee:4:11: found the session 's' where drop takes a held block as its 'block'")]
    public void Mistakes_are_said(string lines, string sentence)
    {
        Scenario.Parse("x.tee", Head + lines, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();
        diagnostics[0].ToString().ShouldBe(sentence);
    }

    [Fact]
    public void The_core_has_no_room_for_endless_names()
    {
        string longest = new('a', 65);
        string lines = $"app hold(1, {longest}.c:1)\n" + string.Concat(Enumerable.Range(0, 17).Select(i => $"app hold(1, f{i}.c:1)\n"));

        Scenario.Parse("x.tee", Head + lines, out IReadOnlyList<Diagnostic> diagnostics).ShouldBeNull();

        diagnostics.Select(d => d.Message).ShouldBe([
            "found a file name of 67 characters; it can have 64, so leave folders out",
            "found more than 16 different files in call sites; tell them apart by their lines",
        ]);
    }

    private static void Passes(string lines)
    {
        RunReport report = Run(lines);
        report.Findings.ShouldBeEmpty();
        report.Passed.ShouldBeTrue();
    }

    private static void FailsWith(string what, string lines) => Run(lines).Findings.ShouldHaveSingleItem().What.ShouldBe(what);

    private static RunReport Run(string lines) =>
        ScenarioRunner.Run(
            Scenario.Parse("x.tee", Head + lines, out IReadOnlyList<Diagnostic> diagnostics)
                .ShouldNotBeNull(string.Join('\n', diagnostics)),
            new RunOptions());
}
