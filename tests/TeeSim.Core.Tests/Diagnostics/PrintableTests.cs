using TeeSim.Core.Diagnostics;

namespace TeeSim.Core.Tests.Diagnostics;

public class PrintableTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("map", "'map'")]
    [InlineData("größe", "'größe'")]
    [InlineData("\u001b[31m", @"'\u001b[31m'")]
    [InlineData("a\nb\0", @"'a\u000ab\u0000'")]
    [InlineData("\u202eevil", @"'\u202eevil'")]
    [InlineData("\u2028\u2029", @"'\u2028\u2029'")]
    [InlineData("😀", @"'\ud83d\ude00'")]
    public void Nothing_reaches_the_terminal_but_printable_characters(string text, string quoted)
    {
        Printable.Quote(text).ShouldBe(quoted);
        $"'{Printable.Escape(text)}'".ShouldBe(quoted);
    }

    [Fact]
    public void Long_text_is_cut_after_60_characters()
    {
        Printable.Quote(new string('x', 60)).ShouldBe($"'{new string('x', 60)}'");
        Printable.Quote(new string('x', 61)).ShouldBe($"'{new string('x', 60)}…'");
    }

    [Fact]
    public void Escaping_keeps_all_of_a_text() => Printable.Escape(new string('x', 61)).ShouldBe(new string('x', 61));

    [Fact]
    public void An_empty_file_name_is_shown_as_quotes()
    {
        Printable.FileName("").ShouldBe("''");
        Printable.FileName("a\u001bb.tee").ShouldBe(@"a\u001bb.tee");
    }
}
