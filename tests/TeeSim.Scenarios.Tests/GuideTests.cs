using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests;

/// <summary>The guide says what the code does: its scripts are checked, its tables are complete.</summary>
public class GuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "scenario-language.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> RightScripts => [.. Fenced("tee")];

    [Fact]
    public void The_guide_shows_right_and_wrong_scripts()
    {
        Fenced("tee").Count.ShouldBe(12);
        Fenced("tee wrong").Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(RightScripts))]
    public void A_script_in_the_guide_is_right_and_canonical(string text)
    {
        Script script = Examples.Parse(text);
        Examples.Check(script).ShouldBeEmpty();
        ScriptPrinter.Print(script).ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(RightScripts))]
    public void A_script_in_the_guide_runs_and_only_the_incident_fails(string text)
    {
        Scenario scenario =
            Scenario.Parse("guide.tee", text, out IReadOnlyList<Diagnostic> diagnostics).ShouldNotBeNull(string.Join('\n', diagnostics));
        RunReport report = ScenarioRunner.Run(scenario, new RunOptions());
        bool isIncident = text.Contains("too early", StringComparison.Ordinal);
        report.Failures.Select(failure => failure.Message)
            .ShouldBe(isIncident ? ["`leaked == 0` does not hold: it is 240", "`regions(drm) <= 9` does not hold: it is 13"] : []);
    }

    [Fact]
    public void The_mistakes_in_the_guide_are_those_that_are_reported()
    {
        List<string> wrong = Fenced("tee wrong");
        List<string> sentences = Fenced("text");
        sentences.Count.ShouldBe(wrong.Count);
        for (int i = 0; i < wrong.Count; i++)
        {
            ParseResult parsed = ScriptParser.Parse("channel.tee", wrong[i]);
            IEnumerable<Diagnostic> diagnostics =
                parsed.Script is { } script ? Examples.Check(script) : parsed.Diagnostics;
            diagnostics.Select(Shortened).ShouldBe(sentences[i].TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public void Every_call_is_in_its_table() =>
        ShouldHaveRows(Examples.Language.Calls.All.Select(call => $"| `{call}` | {call.Summary} |"));

    [Fact]
    public void Every_metric_is_in_its_table() =>
        ShouldHaveRows(Examples.Language.Metrics.All.Select(metric => $"| `{metric.Example}` | {metric.Summary} |"));

    [Fact]
    public void Every_setting_is_in_its_table() => ShouldHaveRows([
        .. SettingForm.All.Select(setting => $"| `{setting.Line}` | "),
        .. DriverCatalog.All[0].Settings.Select(setting => $"| `{setting.Form}` | {setting.Summary} |"),
    ]);

    [Fact]
    public void Every_flag_is_in_its_table() => ShouldHaveRows(TaFlagNames.All.Select(flag => $"| `{flag}` | "));

    [Fact]
    public void Every_operator_is_mentioned() => ComparisonOperators.Symbols.ShouldAllBe(symbol => Guide.Contains($"`{symbol}`"));

    private static void ShouldHaveRows(IEnumerable<string> rows)
    {
        foreach (string row in rows) Guide.ShouldContain($"\n{row}", Case.Sensitive);
    }

    /// <summary>The guide leaves out the long list of result codes.</summary>
    private static string Shortened(Diagnostic diagnostic)
    {
        string text = diagnostic.ToString();
        int list = text.IndexOf("there are SUCCESS", StringComparison.Ordinal);
        return list < 0 ? text : $"{text[..list]}there are …";
    }

    private static List<string> Fenced(string language)
    {
        var blocks = new List<string>();
        string fence = $"\n```{language}\n";
        for (int at = Guide.IndexOf(fence, StringComparison.Ordinal); at >= 0; at = Guide.IndexOf(fence, at + 1, StringComparison.Ordinal))
        {
            int start = at + fence.Length;
            blocks.Add(Guide[start..(Guide.IndexOf("\n```", start, StringComparison.Ordinal) + 1)]);
        }

        return blocks;
    }
}
