using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Exploration.Tests.Verifying;

/// <summary>Where docs/fixes.md corrects a claim: its script leaks as the page says.</summary>
public sealed class FixesPageTests
{
    private readonly string _script = ScriptOfThePage();

    [Fact]
    public void The_reaper_leaks_when_a_TA_has_unmapped_a_part_by_itself() => Leaked(_script).ShouldBe(60);

    [Fact]
    public void Without_that_it_is_clean() =>
        Leaked(_script.Replace("unmap_zi(s, va, 0x1000)", "invoke(s)", StringComparison.Ordinal)).ShouldBe(0);

    [Fact]
    public void Unmapping_in_the_owner_s_context_leaks_the_same() => Leaked(_script
        .Replace("deferred-close-and-reaper", "close-unmaps-in-owner", StringComparison.Ordinal)
        .Replace("die()", "close_channel(ch) -> any", StringComparison.Ordinal)).ShouldBe(60);

    private static long Leaked(string text)
    {
        Scenario? scenario = Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics);
        diagnostics.ShouldBeEmpty();
        RunReport report = ScenarioRunner.Run(scenario!, new RunOptions());
        return report.Leaks.Sum(l => l.Bytes);
    }

    private static string ScriptOfThePage()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/fixes.md"));
        int start = page.IndexOf("```tee\n", StringComparison.Ordinal) + "```tee\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
