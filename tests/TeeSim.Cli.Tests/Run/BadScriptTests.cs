namespace TeeSim.Cli.Tests.Run;

/// <summary>Scripts that cannot run end with 2, with a sentence for each mistake and nothing else.</summary>
public sealed class BadScriptTests : IDisposable
{
    /// <summary>Four lines; what a test adds starts in line 5.</summary>
    private const string Head = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        player s = open_session(drm)
        player ch = open_channel(s, 0x5a300000 + 1M)

        """;

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task Every_mistake_gets_its_own_sentence() =>
        (await _here.JudgeAsync("run", "x.tee", $"{Head}player opne_channel(s)\nplayer close_channel(hc)\nexpect leeked == 0\n"))
            .ShouldRefuse(
                "x.tee:5:8: unknown call 'opne_channel'; did you mean 'open_channel'?",
                "x.tee:6:22: unknown channel 'hc'; did you mean 'ch'?",
                "x.tee:7:8: unknown metric 'leeked'; did you mean 'leaked'?");

    [Fact]
    public async Task A_thousand_mistakes_are_not_all_listed()
    {
        CommandResult result = await _here.JudgeAsync("run", "x.tee", string.Concat(Enumerable.Repeat("heap x\n", 1000)));
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBe("");
        string[] lines = result.Error.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        lines.Length.ShouldBe(20);
        lines[0].ShouldBe("x.tee:1:6: found 'x' where a size is expected");
        lines[^1].ShouldBe("x.tee:20:6: found more errors from here on; correct those above first");
    }

    [Fact]
    public async Task A_setting_that_no_target_could_be_booted_with() =>
        (await _here.JudgeAsync("run", "x.tee", "target amlogic-3.9-arm32\nheap 0\n"))
            .ShouldRefuse("x.tee:2:6: found a heap of 0 bytes; it must have 1024 to 67108864");
}
