using System.Text.RegularExpressions;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests;

/// <summary>What the README shows is what the command prints.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string Incident = "scenarios/livetv-close-before-unmap.tee";

    private readonly Workplace _here = new();
    private readonly string _readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public ReadmeTests()
    {
        Directory.CreateDirectory(_here.PathOf("scenarios"));
        File.Copy(Path.Combine(Repository.Root, Incident), _here.PathOf(Incident));
    }

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_output_in_the_README_is_that_of_its_first_command()
    {
        _readme.ShouldContain($"dotnet run -c Release --project src/TeeSim.Cli -- run {Incident}");
        string output = (await _here.RunAsync("run", Incident)).ShouldPrint(1);
        string shown = string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())).TrimEnd();
        _readme.ShouldContain($"```text\n{shown}\n```");
    }

    [Fact]
    public async Task The_search_in_the_README_is_the_command_s()
    {
        const string Script = "scenarios/livetv-channel-switch.tee";
        File.Copy(Path.Combine(Repository.Root, Script), _here.PathOf(Script));
        string output = (await _here.RunAsync("explore", Script)).ShouldPrint(1);
        string shown = string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())).TrimEnd();
        _readme.ShouldContain($"```text\n$ teesim explore {Script}\n{shown}\n```");
    }

    [Fact]
    public async Task Every_replay_line_of_the_page_about_fixes_shows_a_failure()
    {
        const string Script = "scenarios/livetv-channel-switch.tee";
        File.Copy(Path.Combine(Repository.Root, Script), _here.PathOf(Script));
        string[] lines = [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs/fixes.md"))
            .Where(l => l.StartsWith("    teesim run ", StringComparison.Ordinal))];
        lines.Length.ShouldBe(8);
        foreach (string line in lines) (await _here.RunAsync(line.Trim().Split(' ')[1..])).ExitCode.ShouldBe(1, line);
    }

    [Fact]
    public void The_script_in_the_README_is_the_shipped_one()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, Incident));
        _readme.ShouldContain($"```text\n{script[script.IndexOf("target", StringComparison.Ordinal)..].TrimEnd()}\n```");
    }

    [Fact]
    public async Task The_diagnostic_in_the_README_is_the_command_s()
    {
        string misspelt =
            File.ReadAllText(_here.PathOf(Incident)).Replace("close_channel(ch)", "close_channel(hc)", StringComparison.Ordinal);
        const string Sentence = "x.tee:19:27: unknown channel 'hc'; did you mean 'ch'?";
        (await _here.JudgeAsync("run", "x.tee", misspelt)).ShouldRefuse(Sentence);
        _readme.ShouldContain($"```text\n{Sentence}\n```");
    }

    [Fact]
    public void All_tests_are_run_with_the_build_that_is_used_and_everywhere_by_the_same_command()
    {
        const string Command = "dotnet test -c Release";
        _readme.ShouldContain($"\n{Command}\n");
        File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")).ShouldMatch($"(?m)^    {Command} +all tests$");
    }

    [Fact]
    public void Every_file_that_the_README_links_exists()
    {
        string[] links = [.. Link().Matches(_readme).Select(match => match.Groups[1].Value)
            .Where(target => !target.StartsWith("http", StringComparison.Ordinal))];
        links.Length.ShouldBeGreaterThan(5);
        links.ShouldAllBe(link => File.Exists(Path.Combine(Repository.Root, link)));
    }

    [Fact]
    public void Every_shipped_script_is_in_the_README() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "scenarios"))
            .ShouldAllBe(path => _readme.Contains($"(scenarios/{Path.GetFileName(path)})"));

    [Fact]
    public void Every_folder_of_shipped_scripts_is_in_the_README() =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "scenarios"))
            .ShouldAllBe(path => _readme.Contains($"`scenarios/{Path.GetFileName(path)}/`"));

    [Theory]
    [InlineData("run")]
    [InlineData("replay")]
    [InlineData("explore")]
    [InlineData("verify")]
    [InlineData("minimize")]
    [InlineData("fuzz")]
    public async Task Every_option_of_the_help_pages_is_in_the_README(string command)
    {
        string help = (await _here.RunAsync(command, "--help")).ShouldPrint(0);
        string[] options = [.. Option().Matches(help).Select(match => match.Value.Trim())];
        options.Length.ShouldBeGreaterThan(1);
        options.ShouldAllBe(option => _readme.Contains(option, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=^\s+|, )--[a-z]+", RegexOptions.Multiline)]
    private static partial Regex Option();
}
