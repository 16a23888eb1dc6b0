namespace TeeSim.Cli.Tests.Replay;

/// <summary>Files that are no traces.</summary>
public sealed class BadFileTests : IDisposable
{
    private const string Start =
        "a trace starts with '@format teesim-heap-trace 1', '@format teesim-vm-trace 1' or '@format teesim-mm-trace 1'";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("missing.trace", "missing.trace: there is no such file; check the path")]
    [InlineData("no/folder.trace", "no/folder.trace: there is no such file; check the path")]
    [InlineData("", "'': the file cannot be read; check the path and the disk")]
    [InlineData("\u001b[31mred.trace", @"\u001b[31mred.trace: there is no such file; check the path")]
    [InlineData(".", ".: this is a directory; name a trace in it")]
    public async Task A_name_that_is_no_file(string name, string sentence) => (await _here.RunAsync("replay", name)).ShouldRefuse(sentence);

    [Theory]
    [InlineData("", $"x.trace: the file is empty; {Start}")]
    [InlineData("\n", $"x.trace:1:1: found no '@format' line; {Start}")]
    [InlineData("hello", $"x.trace:1:1: found no '@format' line; {Start}")]
    [InlineData("target amlogic-3.9-arm32\n", $"x.trace:1:1: found no '@format' line; {Start}")]
    [InlineData("@format teesim-heap-trace 1\n# caf\u00e9\n",
        "x.trace:2:6: found a byte that is not ASCII; a trace is ASCII text, plain or gzip")]
    [InlineData("\ufeff@format teesim-heap-trace 1\n", "x.trace:1:1: found a byte that is not ASCII; a trace is ASCII text, plain or gzip")]
    public async Task A_text_that_is_no_trace(string text, string sentence) =>
        (await _here.JudgeAsync("replay", "x.trace", text)).ShouldRefuse(sentence);

    [Fact]
    public async Task A_binary_file()
    {
        _here.Write("x.trace", "\u007fELF\u0001\u0001\u0001\0\0\0\u00ff"u8);
        (await _here.RunAsync("replay", "x.trace")).ShouldRefuse("x.trace:1:8: found a zero byte where text is expected; this is no trace");
    }

    [Fact]
    public async Task A_gigabyte_of_zeros()
    {
        _here.WriteGigabyteOfZeros("x.trace");
        (await _here.RunAsync("replay", "x.trace")).ShouldRefuse("x.trace:1:1: found a zero byte where text is expected; this is no trace");
    }

    [Fact]
    public async Task A_line_of_a_megabyte() => (await _here.JudgeAsync("replay", "x.trace", new string('x', 1_000_000)))
        .ShouldRefuse("x.trace:1:1: found a line of more than 8192 characters; this is no trace");

    [Theory]
    [InlineData("/dev/zero", "/dev/zero:1:1: found a zero byte where text is expected; this is no trace")]
    [InlineData("/dev/null", $"/dev/null: the file is empty; {Start}")]
    public async Task A_device(string name, string sentence)
    {
        Assert.SkipUnless(File.Exists(name), $"There is no {name} here.");
        (await _here.RunAsync("replay", name)).ShouldRefuse(sentence);
    }

    [Fact]
    public async Task A_pipe_is_refused_because_it_cannot_be_looked_at_twice()
    {
        Assert.SkipUnless(File.Exists("/dev/stdin"), "There is no /dev/stdin here.");
        (await _here.ShellAsync("""echo | "$0" replay /dev/stdin"""))
            .ShouldRefuse("/dev/stdin: this is a pipe or a device; save the trace in a file and name that");
    }
}
