namespace TeeSim.Cli.Tests.Run;

/// <summary>Files that are no scripts.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("missing.tee", "missing.tee: there is no such file; check the path")]
    [InlineData("no/folder.tee", "no/folder.tee: there is no such file; check the path")]
    [InlineData("", "'': the file cannot be read; check the path and the disk")]
    [InlineData("\u001b[31mred.tee", @"\u001b[31mred.tee: there is no such file; check the path")]
    [InlineData("\u202eeet.tee", @"\u202eeet.tee: there is no such file; check the path")]
    [InlineData(".", ".: this is a directory; name a script in it")]
    public async Task A_name_that_is_no_file(string name, string sentence) => (await _here.RunAsync("run", name)).ShouldRefuse(sentence);

    [Fact]
    public async Task A_name_that_is_too_long()
    {
        string name = new('x', 5000);
        (await _here.RunAsync("run", name)).ShouldRefuse($"{name}: the file cannot be read; check the path and the disk");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \r\n\t\n")]
    public async Task An_empty_file(string text) =>
        (await _here.JudgeAsync("run", "x.tee", text))
            .ShouldRefuse("x.tee: the file is empty; a script starts with a line such as 'target amlogic-3.9-arm32'");

    [Fact]
    public async Task A_file_with_a_comment_only() => (await _here.JudgeAsync("run", "x.tee", "# nothing\n"))
        .ShouldRefuse("x.tee: the script names no target; add a line such as 'target amlogic-3.9-arm32'");

    [Fact]
    public async Task A_binary_file()
    {
        _here.Write("x.tee", "\u007fELF\u0001\u0001\u0001\0\0\0\u00ff"u8);
        (await _here.RunAsync("run", "x.tee"))
            .ShouldRefuse("x.tee:1:8: found a zero byte where text is expected; a script is a file of UTF-8 text");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8()
    {
        _here.Write("x.tee", [.. "target amlogic-3.9-arm32\n# caf"u8, 0xe9, (byte)'\n']);
        (await _here.RunAsync("run", "x.tee")).ShouldRefuse("x.tee:2:6: found bytes that are not UTF-8; save the script as UTF-8 text");
    }

    [Fact]
    public async Task A_gigabyte_of_zeros()
    {
        _here.WriteGigabyteOfZeros("x.tee");
        (await _here.RunAsync("run", "x.tee")).ShouldRefuse("x.tee: the file is larger than 1 MiB; a script is a short text");
    }

    [Theory]
    [InlineData("/dev/zero", "/dev/zero: the file is larger than 1 MiB; a script is a short text")]
    [InlineData("/dev/null", "/dev/null: the file is empty; a script starts with a line such as 'target amlogic-3.9-arm32'")]
    public async Task A_device(string name, string sentence)
    {
        Assert.SkipUnless(File.Exists(name), $"There is no {name} here.");
        (await _here.RunAsync("run", name)).ShouldRefuse(sentence);
    }
}
