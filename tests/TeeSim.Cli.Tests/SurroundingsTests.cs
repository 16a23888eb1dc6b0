using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests;

/// <summary>What is around the command, and must not change what it prints.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private static readonly (string, string)[] Ordinary = [("LC_ALL", "en_US.UTF-8"), ("TZ", "UTC"), ("TERM", "xterm-256color")];

    private static readonly (string, string)[][] Unusual =
    [
        [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Kolkata"), ("COLUMNS", "20")],
        [("LANG", "ru_RU.UTF-8"), ("LC_ALL", ""), ("TERM", "dumb"), ("NO_COLOR", "1")],
        [("LC_ALL", "C"), ("GITHUB_ACTIONS", "true"), ("TEAMCITY_VERSION", "2024"), ("FORCE_COLOR", "1"), ("TERM", "xterm-256color")],
    ];

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_same_bytes_come_out_everywhere()
    {
        string leaking = Repository.Scenario("livetv-close-before-unmap.tee");
        foreach (string[] words in (string[][])[["run", "--log", leaking], ["run", "--json", leaking, "missing.tee"], ["--help"]])
        {
            CommandResult expected = await _here.RunAsync(words, Ordinary);
            expected.Output.ShouldNotBeEmpty();
            CommandResult[] others = await Task.WhenAll(Unusual.Select(environment => _here.RunAsync(words, environment)));
            others.ShouldAllBe(other => other == expected);
        }
    }

    [Theory]
    [InlineData("""{ "$0" run "$SCRIPT"; echo $? >&2; } | head -1""", "1", "on amlogic-3.9-arm32")]
    [InlineData("""{ "$0" run "$SCRIPT" --json; echo $? >&2; } | head -1""", "1", "[")]
    [InlineData("""{ "$0" --help; echo $? >&2; } | head -1""", "0", "Description:")]
    public async Task A_reader_that_goes_away_does_not_matter(string line, string exitCode, string output)
    {
        CommandResult result = await ShellAsync(line);
        result.ShouldEndWith(0, exitCode);
        result.Output.ShouldContain(output);
        result.Output.Count('\n').ShouldBe(1);
    }

    [Theory]
    [InlineData("""exec "$0" run "$SCRIPT" > /dev/full""")]
    [InlineData("""exec "$0" --help > /dev/full""")]
    public async Task An_output_without_room_is_said_so(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        (await ShellAsync(line)).ShouldRefuse("teesim: the output cannot be written: No space left on device");
    }

    [Theory]
    [InlineData("""exec "$0" run missing.tee 2>&-""")]
    [InlineData("""exec "$0" rnu 2>&-""")]
    [InlineData("""exec "$0" rnu 2>&- >&- <&-""")]
    [InlineData("""exec "$0" run "$SCRIPT" 2>&- >&-""")]
    public async Task Closed_outputs_are_no_crash(string line) => (await ShellAsync(line)).ShouldRefuse();

    private Task<CommandResult> ShellAsync(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "This needs a shell.");
        return _here.ShellAsync($"SCRIPT='{Repository.Scenario("livetv-close-before-unmap.tee")}'; {line}");
    }
}
