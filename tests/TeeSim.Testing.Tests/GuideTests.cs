using System.Text.RegularExpressions;
using TeeSim.TestSupport;

namespace TeeSim.Testing.Tests;

/// <summary>What the guide and the package's page show is the sample's code, which runs, and what the assertions say.</summary>
public class GuideTests
{
    private static readonly string Guide = Read("docs/unit-tests.md");

    private static readonly string[] Sample =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "TeeSim.Testing.Sample"), "*.cs")
            .Select(f => string.Join('\n', File.ReadAllLines(f).Select(l => l.StartsWith("    ", StringComparison.Ordinal) ? l[4..] : l))),
    ];

    [Theory]
    [InlineData("docs/unit-tests.md", 8)]
    [InlineData("src/TeeSim.Testing/README.md", 3)]
    public void Each_example_is_in_the_sample(string page, int examples)
    {
        List<string> blocks = Fenced(Read(page), "csharp");

        blocks.Count.ShouldBe(examples);
        foreach (string block in blocks) Sample.Any(file => file.Contains(block, StringComparison.Ordinal)).ShouldBeTrue(block);
    }

    [Fact]
    public void Each_message_is_what_the_assertion_says()
    {
        List<string> blocks = Fenced(Guide, "text");
        Incident[] incidents = [new(), new()];

        blocks.Count.ShouldBe(5);
        // The search chooses one of several orderings: see ExplorationReportTests.
        blocks[1].ShouldStartWith("scenarios/channel-switch.tee on amlogic-3.9-arm32, driver shipped\n"
            + "All 10 orderings tried: 3 clean, 4 return a wrong result, 3 leak\n");
        blocks[2].ShouldBe(
            Should.Throw<TeeAssertException>(() => TeeAssert.NoLeak(incidents[0].World, incidents[0].SwitchInTheWrongOrder)).Message);
        blocks[3].ShouldBe(Should.Throw<TeeAssertException>(
            () => TeeAssert.GrowsAtMost(incidents[1].World, 0, 2, 10, incidents[1].SwitchInTheWrongOrder)).Message);
        Ordering found = Ordering.Parse(ScenarioUnderTest.Load("Files/scripts/switch.tee"), "329ba97b-ababab");
        string printed = found.ToString().Replace("Files/scripts/switch.tee", "scenarios/channel-switch.tee", StringComparison.Ordinal);
        blocks[4].ShouldEndWith($"Shrunk:\n{printed.TrimEnd()}");
    }

    [Fact]
    public void The_sample_s_page_has_each_of_its_tests()
    {
        string page = Read("samples/README.md");
        foreach (Match test in Sample.SelectMany(file => Regex.Matches(file, @"\[(?:Fact|Theory|Property)[^{;]*?public void (\w+)")))
            page.ShouldContain($".{test.Groups[1].Value}", Case.Sensitive);
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    private static List<string> Fenced(string page, string language) =>
        [.. Regex.Matches(page, $@"(?<=\n```{language}\n).*?(?=\n```\n)", RegexOptions.Singleline).Select(m => m.Value)];
}
