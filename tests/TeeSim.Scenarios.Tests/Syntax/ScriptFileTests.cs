using System.Text;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

public sealed class ScriptFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("teesim").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_text_file_is_read_as_it_is() => Read("heap 4K # ä\n"u8).Text.ShouldBe("heap 4K # ä\n");

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_text() =>
        Read([0xef, 0xbb, 0xbf, (byte)'#', (byte)'\r', (byte)'\n']).Text.ShouldBe("#\r\n");

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_folder, "nothing.tee");
        ScriptFile.Read(path).Problem?.ToString().ShouldBe($"{path}: there is no such file; check the path");
    }

    [Fact]
    public void A_missing_directory_is_a_missing_file() =>
        Message(Path.Combine(_folder, "no", "x.tee")).ShouldBe("there is no such file; check the path");

    [Fact]
    public void A_directory_is_no_script() => Message(_folder).ShouldBe("this is a directory; name a script in it");

    [Fact]
    public void A_file_that_may_not_be_read_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        string path = Write("heap 4K"u8);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Message(path).ShouldBe("the file cannot be read; its permissions do not allow it");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    [InlineData("\ufeff\n")]
    public void An_empty_file_is_no_script(string text) =>
        Read(Encoding.UTF8.GetBytes(text)).Problem?.Message
            .ShouldBe("the file is empty; a script starts with a line such as 'target amlogic-3.9-arm32'");

    [Fact]
    public void A_zero_byte_is_reported_where_it_stands() => Read("heap 4K\n# ä\0"u8).Problem?.ToString()
        .ShouldBe($"{Path.Combine(_folder, "x.tee")}:2:4: found a zero byte where text is expected; a script is a file of UTF-8 text");

    [Theory]
    [InlineData(0xff)]
    [InlineData(0xc3)]
    [InlineData(0x80)]
    public void Bytes_that_are_not_utf8_are_reported_where_they_stand(byte wrong)
    {
        ScriptFile file = Read([.. "heap 4K # ä\n\n# "u8, wrong]);
        file.IsText.ShouldBeFalse();
        file.Problem?.ToString().ShouldBe($"{file.Path}:3:3: found bytes that are not UTF-8; save the script as UTF-8 text");
    }

    [Fact]
    public void A_mebibyte_is_a_script_and_a_byte_more_is_not()
    {
        byte[] bytes = new byte[ScriptFile.LargestSize + 1];
        bytes.AsSpan().Fill((byte)'#');
        Read(bytes.AsSpan(1)).Text?.Length.ShouldBe(ScriptFile.LargestSize);
        Read(bytes).Problem?.Message.ShouldBe("the file is larger than 1 MiB; a script is a short text");
    }

    [Fact]
    public void A_gigabyte_of_zeros_is_judged_without_reading_it()
    {
        string path = Path.Combine(_folder, "zeros.tee");
        using (FileStream zeros = File.Create(path)) zeros.SetLength(1 << 30);
        Message(path).ShouldBe("the file is larger than 1 MiB; a script is a short text");
    }

    [Fact]
    public void A_device_without_end_is_not_read_to_the_end()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");
        Message("/dev/zero").ShouldBe("the file is larger than 1 MiB; a script is a short text");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_is_no_path_cannot_be_read(string path) =>
        Message(path).ShouldBe("the file cannot be read; check the path and the disk");

    [Fact]
    public void A_path_that_is_too_long_cannot_be_read() =>
        Message(new string('x', 5000)).ShouldBe("the file cannot be read; check the path and the disk");

    private static string? Message(string path) => ScriptFile.Read(path).Problem?.Message;

    private ScriptFile Read(ReadOnlySpan<byte> bytes) => ScriptFile.Read(Write(bytes));

    private string Write(ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(_folder, "x.tee");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
