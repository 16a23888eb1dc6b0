using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Tests.Checking;

public class LimitTests
{
    private const string TooLong = "this takes the script beyond 10,000,000 calls and expectations; lower a count or a max";

    [Theory]
    [InlineData("repeat 10_000_000 {\nqa mdbg_check()\n}")]
    [InlineData("repeat 1000 {\nrepeat 5000 {\nqa mdbg_check()\nexpect leaked == 0\n}\n}")]
    [InlineData("repeat until print_oom {\nrepeat 100 {\nqa mdbg_check()\n}\n}")]
    [InlineData("repeat 10_000_000 {\n}")]
    public void Ten_million_steps_are_allowed(string lines) => Check(lines).ShouldBe("");

    [Theory]
    [InlineData("repeat 10_000_001 {\nqa mdbg_check()\n}", 2)]
    [InlineData("repeat 10_000_001 {\n}", 2)]
    [InlineData("repeat 10_000_001 {\n# nothing\n}", 2)]
    [InlineData("repeat 5_000_001 {\nqa mdbg_check()\nexpect leaked == 0\n}", 2)]
    [InlineData("repeat until print_oom {\nrepeat 101 {\nqa mdbg_check()\n}\n}", 2)]
    [InlineData("repeat until print_oom max 10_000_001 {\nqa mdbg_check()\n}", 2)]
    [InlineData("repeat 10_000_000 {\nqa mdbg_check()\n}\nqa mdbg_check()", 5)]
    [InlineData("repeat 18446744073709551615 {\nrepeat 18446744073709551615 {\nrepeat 18446744073709551615 {\nqa mdbg_check()\n}\n}\n}", 2)]
    public void More_steps_are_not(string lines, int line) => Check(lines).ShouldBe($"x.tee:{line}:1: {TooLong}");

    [Theory]
    [InlineData(5_000_000, "")]
    [InlineData(5_000_001, $"x.tee:3:1: {TooLong}")]
    public void Calls_inside_of_calls_are_counted(int times, string sentence) => Check(
        "ta drm 00000000-0000-0000-0000-000000000001\n"
        + string.Create(CultureInfo.InvariantCulture, $"repeat {times} {{\nqa open_session(drm) {{\nqa mdbg_check()\n}}\n}}"))
        .ShouldBe(sentence);

    [Theory]
    [InlineData("repeat 0 {\n}", "2:8: found '0' where a count of at least 1 is expected")]
    [InlineData("repeat until print_oom max 0x0 {\n}", "2:28: found '0x0' where a count of at least 1 is expected")]
    public void A_repeat_runs_at_least_once(string lines, string sentence) => Check(lines).ShouldBe($"x.tee:{sentence}");

    [Fact]
    public void At_most_twenty_mistakes_are_reported_and_the_last_says_so()
    {
        IReadOnlyList<Diagnostic> diagnostics = Examples.Check(Examples.Parse(string.Concat(Enumerable.Repeat("qa reboot()\n", 30))));
        diagnostics.Count.ShouldBe(20);
        diagnostics[19].ToString().ShouldBe("x.tee:19:4: found more errors from here on; correct those above first");
    }

    private static string Check(string lines) => Examples.Errors($"target optee-3.10-arm32\n{lines}");
}
