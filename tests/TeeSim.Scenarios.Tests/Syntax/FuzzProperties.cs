using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.Syntax;

/// <summary>Whatever the text is, it is a script or there are diagnostics; nothing throws, and nothing takes long.</summary>
public class FuzzProperties
{
    // Tells a hang from work on a busy machine; speed decides no test.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Property(MaxTest = 500)]
    public void Any_text_is_a_script_or_has_diagnostics(string? text) => ShouldBeJudged(text ?? "");

    [Property(Arbitrary = [typeof(Garbage)], MaxTest = 1000)]
    public void Any_heap_of_words_is_a_script_or_has_diagnostics(WordHeap heap) => ShouldBeJudged(heap.Text);

    [Property(Arbitrary = [typeof(Garbage)], MaxTest = 1000)]
    public void Any_damage_to_a_script_leaves_a_script_or_has_diagnostics(DamagedScript script) => ShouldBeJudged(script.Text);

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("(")]
    [InlineData("repeat 1 {\n")]
    [InlineData("a\n")]
    [InlineData("a b()\n")]
    [InlineData("a b() {\n")]
    [InlineData("a b() {\n}\n")]
    [InlineData("repeat 1 {\na b() {\n")]
    [InlineData("segment at 0 size ")]
    [InlineData("a x=b(y)\n")]
    [InlineData("ta a 00000000-0000-0000-0000-000000000001 {\n")]
    [InlineData("f(a, ")]
    [InlineData("a f(0x1 + 1M, b: c, ")]
    [InlineData("# \n")]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("-")]
    [InlineData("/.:1")]
    [InlineData("😀")]
    [InlineData("1_")]
    [InlineData("region va ")]
    [InlineData("expect ")]
    public void Very_much_of_the_same_is_judged(string piece)
    {
        const int Size = ScriptFile.LargestSize / 4;
        var text = new StringBuilder(Size);
        while (text.Length + piece.Length <= Size) text.Append(piece);
        Should.CompleteIn(() => ShouldBeJudged(text.ToString()), Soon);
        Should.CompleteIn(() => ShouldBeJudged($"player f({text.ToString(0, Size / 2)}"), Soon);
    }

    [Fact]
    public void Many_names_and_a_mistake_in_each_use_are_judged()
    {
        var text = new StringBuilder("target optee-3.10-arm32\n");
        for (int i = 0; i < 10_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"ta the_quite_long_name_of_ta_{i} {new Guid(i, 0, 0, new byte[8])}\n");
        }

        for (int i = 0; i < 1_000; i++) text.Append(CultureInfo.InvariantCulture, $"p open_session(the_quite_lnog_name_of_at_{i})\n");
        Should.CompleteIn(() => ShouldBeJudged(text.ToString()), Soon);
    }

    private static void ShouldBeJudged(string text)
    {
        ParseResult result = ScriptParser.Parse("x.tee", text);
        (result.Script is null).ShouldBe(result.Diagnostics.Count > 0);
        ShouldBePresentable(result.Diagnostics, text);
        if (result.Script is not { } script) return;
        ShouldBePresentable(Examples.Check(script), text);
        string printed = ScriptPrinter.Print(script);
        ScriptPrinter.Print(ScriptParser.Parse("x.tee", printed).Script.ShouldNotBeNull()).ShouldBe(printed);
    }

    /// <summary>Each is one line of bounded length about a place that exists.</summary>
    private static void ShouldBePresentable(IReadOnlyList<Diagnostic> diagnostics, string text)
    {
        diagnostics.Count.ShouldBeLessThanOrEqualTo(20);
        int lines = text.AsSpan().Count('\n') + 1;
        foreach (Diagnostic diagnostic in diagnostics)
        {
            diagnostic.Message.ShouldNotContain(c => char.IsControl(c));
            diagnostic.Message.Length.ShouldBeInRange(10, 500);
            diagnostic.Position.Line.ShouldBeInRange(0, lines);
        }
    }

    public sealed record WordHeap(string Text);

    public sealed record DamagedScript(string Text);

    public static class Garbage
    {
        private static readonly string[] Words =
        [
            "target", "heap", "ta_ram", "vdec", "segment", "at", "stack", "used", "aslr", "binary", "r-x", "invoke", "hangs", "returns",
            "threads", "driver", "ta", "region", "repeat", "until", "print_oom", "max", "expect", "player", "t", "open_session", "map",
            "amlogic-3.9-arm32", "acbe4b66-6e40-46dc-a2fe-a576922cf170", "mobj.c:168", "va", "pa", "size", "flags", "rw-RW-", "0x10", "4K",
            "99999999999999999999", "4s", "=", "==", "<", "->", "-", "+", "(", ")", "{", "}", ",", ":", "#", "\n", "\n", "\r\n", "\t", "\0",
            "\u001b", "\ud800", "é", "\"",
        ];

        public static Arbitrary<WordHeap> WordHeaps() =>
            Gen.Elements(Words).ListOf().Select(words => new WordHeap(string.Join(' ', words))).ToArbitrary();

        public static Arbitrary<DamagedScript> DamagedScripts() =>
            Gen.Zip(Gen.Choose(0, Examples.ChannelSwitch.Length - 1), Gen.Zip(Gen.Choose(0, 8), Gen.Elements(Words)))
                .NonEmptyListOf()
                .Select(damages => new DamagedScript(damages.Take(5).Aggregate(Examples.ChannelSwitch, Damage)))
                .ToArbitrary();

        /// <summary>Takes out some characters and puts in a word.</summary>
        private static string Damage(string text, (int At, (int Length, string Word) Change) damage)
        {
            int at = Math.Min(damage.At, text.Length);
            return text.Remove(at, Math.Min(damage.Change.Length, text.Length - at)).Insert(at, damage.Change.Word);
        }
    }
}
