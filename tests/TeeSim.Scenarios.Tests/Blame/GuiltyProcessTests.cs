using TeeSim.Scenarios.Reports;

namespace TeeSim.Scenarios.Tests.Blame;

/// <summary>Of several processes on one TA the one is blamed that has left something, and not the one that holds its own.</summary>
public sealed class GuiltyProcessTests
{
    private const string Head = """
        target optee-3.10-arm32
        driver crypto
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session

        """;

    [Theory]
    [InlineData("a s = open_session(drm)\na die(fail_alloc: 1)\nb t = open_session(drm)\nb invoke(t)", "a: die(fail_alloc: 1)")]
    [InlineData("repeat 2 {\na s = open_session(drm)\na die(fail_alloc: 1)\n}\nb t = open_session(drm)", "a: die(fail_alloc: 1)")]
    public void Whose_death_was_not_told_the_core(string lines, string guilty)
    {
        RunReport report = Examples.Run(Head + lines);
        report.Leaks.ShouldAllBe(l => l.Guilty.Call == guilty);
        report.Leaks.ShouldNotBeEmpty();
        report.Held.ShouldHaveSingleItem().Given.Call.ShouldBe("b: open_session(drm)");
    }

    [Fact]
    public void Who_opens_what_another_call_panics_in_is_not_to_blame()
    {
        // Without the session there is no call that could panic: that tells nothing about the session.
        RunReport report = Examples.Run(Head + """
            a s  = open_session(drm)
            a op = allocate(s, 64)
            b t  = open_session(drm)
            b invoke(t, panics: 1) -> TARGET_DEAD
            """);
        report.Leaks.ShouldAllBe(l => l.Guilty.Call == "b: invoke(t, panics: 1)");
        report.Leaks.ShouldNotBeEmpty();
    }
}
