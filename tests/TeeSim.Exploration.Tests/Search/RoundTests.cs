using TeeSim.Exploration.Reports;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Rounds of a repeat, against the same lines written out and against a run.</summary>
public sealed class RoundTests
{
    private const string Sometimes = "a  h = hold(64, x.c:1)\nexpect sometimes blocks(x.c:1) == 2\n";

    [Fact]
    public void What_a_call_returns_when_memory_runs_out_that_its_repeat_waits_for_is_right()
    {
        ExplorationReport report = Explorations.Explore("""
            target amlogic-3.9-arm32
            heap 64K
            repeat until out_of_memory max 2 {
                a  h = hold(40K, x.c:1)
            }
            a  drop(h)
            """);
        report.Kinds.Select(k => k.Kind).ShouldBe([FailureKind.None]);
    }

    [Theory]
    [InlineData("repeat 2 {\n" + Sometimes + "}\n", "`blocks(x.c:1) == 2` held in no ordering, in 1 of 2 rounds")]
    [InlineData(Sometimes + Sometimes, "`blocks(x.c:1) == 2` held in no ordering")]
    public void What_need_hold_sometimes_need_do_so_in_each_round(string lines, string sentence)
    {
        ExplorationReport report = Explorations.Explore($"target amlogic-3.9-arm32\n{lines}expect leaked >= 0\n");
        report.NeverHeld.ShouldHaveSingleItem().Message.ShouldContain(sentence.Replace("`blocks", "blocks", StringComparison.Ordinal));
        report.IsClean.ShouldBeFalse();
    }
}
