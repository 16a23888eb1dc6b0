namespace TeeSim.Scenarios.Tests.Syntax;

public class SyntaxSentenceTests
{
    [Theory]
    [InlineData("target", "1:7: found the end of the line where a target is expected")]
    [InlineData("target (x)", "1:8: found '(' where a target is expected")]
    [InlineData("target a b", "1:10: found 'b' where the end of the line is expected")]
    [InlineData("driver  # none", "1:7: found the end of the line where a driver is expected")]
    [InlineData("heap = 4K", "1:6: found '=' where a size is expected")]
    [InlineData("heap many", "1:6: found 'many' where a size is expected")]
    [InlineData("threads", "1:8: found the end of the line where a number is expected")]
    [InlineData("vdec 0x5a000000", "1:16: found the end of the line where '+' with a size is expected")]
    [InlineData("vdec 0x5a000000 + ", "1:18: found the end of the line where a size is expected")]
    [InlineData("ta_ram 0x5580000", "1:17: found the end of the line where '+' with a size is expected")]
    [InlineData("ta_ram", "1:7: found the end of the line where an address is expected")]
    [InlineData("shm_vaspace all", "1:13: found 'all' where an address is expected")]
    [InlineData("vcore 0 + 1M x", "1:14: found 'x' where the end of the line is expected")]
    [InlineData("p.a p.s = open_session(drm)", "1:5: found 'p.s' where a call is expected")]
    [InlineData("p.a.b invoke(s)", "1:1: found 'p.a.b' where a statement is expected")]
    [InlineData("p. invoke(s)", "1:1: found 'p.' where a statement is expected")]
    public void Settings(string line, string sentence) => ShouldSay(line, sentence);

    [Theory]
    [InlineData("128k", "found '128k' where a number is expected; did you mean '128K'?")]
    [InlineData("8MB", "found '8MB' where a number is expected; did you mean '8M'?")]
    [InlineData("8MiB", "found '8MiB' where a number is expected; did you mean '8M'?")]
    [InlineData("0XFF", "found '0XFF' where a number is expected; did you mean '0xFF'?")]
    [InlineData("0x10K", "found '0x10K' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("12x", "found '12x' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("0x", "found '0x' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("1__0", "found '1__0' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("1_", "found '1_' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("-5", "found '-5' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("1.5M", "found '1.5M' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("4s", "found '4s' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("18446744073709551616", "found '18446744073709551616' where a number of at most 64 bits is expected")]
    [InlineData("0x10000000000000000", "found '0x10000000000000000' where a number of at most 64 bits is expected")]
    [InlineData("17179869184G", "found '17179869184G' where a number of at most 64 bits is expected")]
    public void Numbers(string number, string sentence) => ShouldSay($"heap {number}", $"1:6: {sentence}");

    [Theory]
    [InlineData("ta", "1:3: found the end of the line where a name for the TA is expected")]
    [InlineData("ta drm", "1:7: found the end of the line where a UUID is expected")]
    [InlineData("ta drm acbe4b66", "1:8: found 'acbe4b66' where a UUID is expected, such as acbe4b66-6e40-46dc-a2fe-a576922cf170")]
    [InlineData("ta drm 00000000-0000-0000-0000-00000000000g",
        "1:8: found '00000000-0000-0000-0000-00000000000g' where a UUID is expected, such as acbe4b66-6e40-46dc-a2fe-a576922cf170")]
    [InlineData("ta drm 00000000-0000-0000-0000-000000000001 5",
        "1:45: found '5' where a flag, '{' or the end of the line is expected")]
    [InlineData("ta drm 00000000-0000-0000-0000-000000000001 { x", "1:47: found 'x' where the end of the line is expected")]
    public void Tas(string line, string sentence) =>
        ShouldSay(line.EndsWith(" x", StringComparison.Ordinal) ? $"{line}\n}}" : line, sentence);

    [Theory]
    [InlineData("region", "found the end of the line where 'va' is expected", 11)]
    [InlineData("region va", "found the end of the line where an address is expected", 14)]
    [InlineData("region vb 1", "found 'vb' where 'va' is expected; did you mean 'va'?", 12)]
    [InlineData("region va 1 pa 2 size 3 flags", "found the end of the line where a set of flags is expected", 34)]
    [InlineData("region va 1 pa 2 size 3 flags rw",
        "found 'rw' where six of the letters 'rwxRWX' are expected, each in its place or replaced by '-', such as rw-RW-", 35)]
    [InlineData("region va 1 pa 2 size 3 flags wr-RW-",
        "found 'wr-RW-' where six of the letters 'rwxRWX' are expected, each in its place or replaced by '-', such as rw-RW-", 35)]
    [InlineData("regoin va 1",
        "found 'regoin' where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}' is expected; did you mean 'region'?", 5)]
    [InlineData("5", "found '5' where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}' is expected; "
        + "the TA's block opened in line 1 is not closed",
        5)]
    public void Regions(string line, string sentence, int column) => ShouldSay(
        $"ta drm 00000000-0000-0000-0000-000000000001 {{\n\n\n\n    {line}\n}}", $"5:{column}: {sentence}");

    [Theory]
    [InlineData("segmnt at 0 size 4K flags r-x",
        "5: found 'segmnt' where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}' is expected; did you mean 'segment'?")]
    [InlineData("segment 0 size 4K flags r-x", "13: found '0' where 'at' is expected")]
    [InlineData("segment at 0 flags r-x", "18: found 'flags' where 'size' is expected")]
    [InlineData("segment at 0 size 4K", "25: found the end of the line where 'flags' is expected")]
    [InlineData("segment at 0 size 4K flags", "31: found the end of the line where a set of flags is expected")]
    [InlineData("segment at 0 size 4K flags rx",
        "32: found 'rx' where three of the letters 'rwx' are expected, each in its place or replaced by '-', such as r-x")]
    [InlineData("segment at 0 size 4K flags xwr",
        "32: found 'xwr' where three of the letters 'rwx' are expected, each in its place or replaced by '-', such as r-x")]
    [InlineData("segment at 0 size 4K flags r-x pa 5", "36: found 'pa' where the end of the line is expected")]
    [InlineData("stack", "10: found the end of the line where a size is expected")]
    [InlineData("stack 4K usd 5", "14: found 'usd' where 'used' or the end of the line is expected; did you mean 'used'?")]
    [InlineData("stack 4K used", "18: found the end of the line where a size is expected")]
    [InlineData("stack 4K used 5 6", "21: found '6' where the end of the line is expected")]
    [InlineData("heap", "9: found the end of the line where a size is expected")]
    [InlineData("aslr few", "10: found 'few' where a number is expected")]
    [InlineData("binary 4KB", "12: found '4KB' where a number is expected; did you mean '4K'?")]
    public void Lines_of_a_ta(string line, string sentence) =>
        ShouldSay($"ta drm 00000000-0000-0000-0000-000000000001 {{\n\n\n\n    {line}\n}}", $"5:{sentence}");

    [Theory]
    [InlineData("segment at 0 size 4K flags r-x")]
    [InlineData("stack 4K")]
    [InlineData("aslr 5")]
    [InlineData("binary 4K")]
    public void Lines_of_a_ta_have_no_place_outside(string line) =>
        ShouldSay(line, $"1:1: found '{line.Split(' ')[0]}' outside of a TA's braces");

    [Theory]
    [InlineData("player s = f() { x", "1:18: found 'x' where the end of the line is expected")]
    [InlineData("player s = f() -> any { x", "1:25: found 'x' where the end of the line is expected")]
    public void Blocks_of_calls(string line, string sentence) => ShouldSay($"{line}\n}}", sentence);

    [Fact]
    public void An_unclosed_block_of_a_call_is_named_by_the_line_that_opened_it() => ShouldSay(
        "heap 4K\np s = f() {\n    q g()\n",
        "4:1: found the end of the file where '}' is expected; the block opened in line 2 is not closed");

    [Theory]
    [InlineData("player", "1:7: found the end of the line where a call is expected")]
    [InlineData("player unmap", "1:13: found the end of the line where '=' or '(' is expected")]
    [InlineData("player x =", "1:11: found the end of the line where a call is expected")]
    [InlineData("player x = map", "1:15: found the end of the line where '(' is expected")]
    [InlineData("player map(", "1:12: found the end of the line where an argument or ')' is expected")]
    [InlineData("player map(s", "1:13: found the end of the line where ',' or ')' is expected")]
    [InlineData("player map(s 5)", "1:14: found '5' where ',' or ')' is expected")]
    [InlineData("player map(s,)", "1:14: found ')' where an argument is expected")]
    [InlineData("player map(,s)", "1:12: found ',' where an argument or ')' is expected")]
    [InlineData("player map(pa:)", "1:15: found ')' where an argument is expected")]
    [InlineData("player map(0x10 + )", "1:19: found ')' where a size is expected")]
    [InlineData("player map(0x10 + s)", "1:19: found 's' where a size is expected")]
    [InlineData("player map(5q)", "1:12: found '5q' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("player map(99999999999999999999)", "1:12: found '99999999999999999999' where a number of at most 64 bits is expected")]
    [InlineData("player map(\"s\")", "1:12: found '\"' where an argument or ')' is expected")]
    [InlineData("player sleep(25h)", "1:14: found '25h' where a time of at most 24h is expected")]
    [InlineData("player sleep(99999999999999999999ms)", "1:14: found '99999999999999999999ms' where a time of at most 24h is expected")]
    [InlineData("player map(s) ITEM_NOT_FOUND", "1:15: found 'ITEM_NOT_FOUND' where '->' or the end of the line is expected")]
    [InlineData("player map(s) ->", "1:17: found the end of the line where a result is expected")]
    [InlineData("player map(s) -> A B", "1:20: found 'B' where the end of the line is expected")]
    [InlineData("tv-input map(s)", "1:1: found 'tv-input' where a statement is expected")]
    [InlineData("\u001b[31m map(s)", "1:1: found '\\u001b' where a statement is expected")]
    [InlineData("qa mdbg_check()  # \u001b[31m", "1:20: found '\\u001b' in a comment; control characters have no place in a script")]
    [InlineData("heap 4K\rthreads 1", "1:8: found '\\u000d' where the end of the line is expected")]
    [InlineData("😀", "1:1: found '\\ud83d\\ude00' where a statement is expected")]
    public void Calls(string line, string sentence) => ShouldSay(line, sentence);

    [Theory]
    [InlineData("drivr shipped", "unknown statement 'drivr'; did you mean 'driver'?")]
    [InlineData("hep = 128K", "unknown statement 'hep'; did you mean 'heap'?")]
    [InlineData("expct leaked == 0", "unknown statement 'expct'; did you mean 'expect'?")]
    [InlineData("expct sometimes leaked > 0", "unknown statement 'expct'; did you mean 'expect'?")]
    [InlineData("expct regions(drm) <= 9", "unknown statement 'expct'; did you mean 'expect'?")]
    [InlineData("open_session(tvp)",
        "found no process in front of 'open_session'; a call starts with the process that makes it, as in 'player open_session(…)'")]
    [InlineData("tee = open_session(tvp)",
        "found no process in front of 'tee'; a call starts with the process that makes it, as in 'player tee = …'")]
    [InlineData("region va 1", "found 'region' outside of a TA's braces")]
    public void First_words(string line, string sentence) => ShouldSay(line, $"1:1: {sentence}");

    [Fact]
    public void A_process_with_a_short_name_is_not_taken_for_a_misspelt_keyword() =>
        ShouldSay("tv map(s", "1:9: found the end of the line where ',' or ')' is expected");

    [Theory]
    [InlineData("expect", "1:7: found the end of the line where a metric is expected")]
    [InlineData("expect leaked", "1:14: found the end of the line where '==', '!=', '<', '<=', '>' or '>=' is expected")]
    [InlineData("expect leaked = 0", "1:15: found '=' where '==', '!=', '<', '<=', '>' or '>=' is expected; did you mean '=='?")]
    [InlineData("expect sometimes", "1:17: found the end of the line where a metric is expected")]
    [InlineData("expect sometimes == 0", "1:18: found '==' where a metric is expected")]
    [InlineData("expect sometimes sometimes leaked == 0", "1:28: found 'leaked' where '==', '!=', '<', '<=', '>' or '>=' is expected")]
    [InlineData("expect sometims leaked == 0",
        "1:8: found 'sometims' where a metric or 'sometimes' is expected; did you mean 'sometimes'?")]
    [InlineData("expect Sometimes regions(drm) == 0",
        "1:8: found 'Sometimes' where a metric or 'sometimes' is expected; did you mean 'sometimes'?")]
    [InlineData("expect always leaked == 0", "1:15: found 'leaked' where '==', '!=', '<', '<=', '>' or '>=' is expected")]
    [InlineData("expect leaked == none", "1:18: found 'none' where a number is expected")]
    [InlineData("expect regions(", "1:16: found the end of the line where a TA or a call site is expected")]
    [InlineData("expect regions(drm == 1", "1:20: found '==' where ')' is expected")]
    [InlineData("expect blocks(mobj.c) == 1", "1:15: found 'mobj.c' where a call site is expected, a file and a line such as mobj.c:168")]
    [InlineData("expect blocks(mobj.c:0) == 1",
        "1:15: found 'mobj.c:0' where a call site is expected, a file and a line such as mobj.c:168")]
    [InlineData("expect blocks(mobj.c:99999999999) == 1",
        "1:15: found 'mobj.c:99999999999' where a call site is expected, a file and a line such as mobj.c:168")]
    public void Expectations(string line, string sentence) => ShouldSay(line, sentence);

    [Theory]
    [InlineData("repeat", "1:7: found the end of the line where a number or 'until' is expected")]
    [InlineData("repeat 4", "1:9: found the end of the line where '{' is expected")]
    [InlineData("repeat untl print_oom {", "1:8: found 'untl' where a number or 'until' is expected; did you mean 'until'?")]
    [InlineData("repeat until oom {", "1:14: found 'oom' where 'print_oom' or 'out_of_memory' is expected")]
    [InlineData("repeat until print_oom maximum 5 {", "1:24: found 'maximum' where '{' or 'max' is expected")]
    [InlineData("repeat until print_oom max {", "1:28: found '{' where a number is expected")]
    [InlineData("repeat 4 { qa mdbg_check()", "1:12: found 'qa' where the end of the line is expected")]
    public void Repeats(string line, string sentence) => ShouldSay($"{line}\n}}", sentence);

    [Fact]
    public void A_block_on_one_line_is_one_mistake() =>
        ShouldSay("repeat 4 { qa mdbg_check() }\nheap 4K", "1:12: found 'qa' where the end of the line is expected");

    [Fact]
    public void A_brace_on_its_own_line_is_one_mistake() =>
        ShouldSay("repeat 4\n{\n}\nheap 4K", "1:9: found the end of the line where '{' is expected");

    [Fact]
    public void A_brace_that_comes_after_another_line_is_a_second_mistake() => ShouldSay(
        "repeat 4\nheap 4K\n{\n}\n}",
        "1:9: found the end of the line where '{' is expected",
        "3:1: found '{' where a statement is expected; a block opens at the end of the line that it belongs to");

    [Fact]
    public void A_late_brace_of_a_ta_is_one_mistake() => ShouldSay(
        "ta drm 00000000-0000-0000-0000-000000000001\n{\nregion va 1 pa 2 size 3 flags ------\n}",
        "2:1: found '{' where a statement is expected; a block opens at the end of the line that it belongs to");

    [Fact]
    public void An_unclosed_block_is_named_by_the_line_that_opened_it() => ShouldSay(
        "heap 4K\nrepeat 4 {\n    repeat 5 {\n    }\n\n",
        "6:1: found the end of the file where '}' is expected; the block opened in line 2 is not closed");

    [Fact]
    public void An_unclosed_ta_is_named_by_the_line_that_opened_it() => ShouldSay(
        "ta drm 00000000-0000-0000-0000-000000000001 {\nqa mdbg_check()\nrepeat 2 {\n}",
        "2:1: found 'qa' where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}' is expected; "
        + "the TA's block opened in line 1 is not closed");

    [Fact]
    public void A_closing_brace_needs_an_open_block() => ShouldSay("heap 4K\n  }", "2:3: found '}' where no block is open");

    [Fact]
    public void Nothing_may_follow_a_closing_brace() =>
        ShouldSay("repeat 1 {\n} heap 4K", "2:3: found 'heap' where the end of the line is expected");

    [Fact]
    public void Names_have_at_most_64_characters()
    {
        Examples.SyntaxErrors($"{new string('a', 64)} mdbg_check()").ShouldBe("");
        ShouldSay($"{new string('a', 65)} mdbg_check()",
            $"1:1: found '{new string('a', 60)}…' where a process of at most 64 characters is expected");
    }

    [Fact]
    public void Every_wrong_line_is_reported() => ShouldSay(
        "heap x\n# fine\nthreads y\nvdec z",
        "1:6: found 'x' where a size is expected",
        "3:9: found 'y' where a number is expected",
        "4:6: found 'z' where an address is expected");

    [Fact]
    public void More_than_twenty_mistakes_end_with_a_summary()
    {
        string[] lines = Examples.SyntaxErrors(string.Concat(Enumerable.Repeat("heap x\n", 100))).Split('\n');
        lines.Length.ShouldBe(20);
        lines[18].ShouldBe("x.tee:19:6: found 'x' where a size is expected");
        lines[19].ShouldBe("x.tee:20:6: found more errors from here on; correct those above first");
    }

    [Fact]
    public void Twenty_mistakes_are_all_reported() =>
        Examples.SyntaxErrors(string.Concat(Enumerable.Repeat("heap x\n", 20))).Split('\n')[19]
            .ShouldBe("x.tee:20:6: found 'x' where a size is expected");

    [Fact]
    public void Blocks_nest_eight_deep()
    {
        Examples.SyntaxErrors(Nested(8)).ShouldBe("");
        Examples.SyntaxErrors(Nested(8, "p x = f() {")).ShouldBe("");
        ShouldSay(Nested(9), "9:1: found a block inside of 8 others; that is as deep as blocks can be nested");
        ShouldSay(Nested(9, "p x = f() {"), "9:1: found a block inside of 8 others; that is as deep as blocks can be nested");
        ShouldSay(Nested(50_000, "p x = f() {"), "9:1: found a block inside of 8 others; that is as deep as blocks can be nested");
        ShouldSay(Nested(5_000, "repeat 1 {\np f() {"), "9:1: found a block inside of 8 others; that is as deep as blocks can be nested");
        ShouldSay(Nested(5_000), "9:1: found a block inside of 8 others; that is as deep as blocks can be nested");
    }

    private static string Nested(int depth, string opening = "repeat 1 {") =>
        string.Concat(Enumerable.Repeat($"{opening}\n", depth)) + string.Concat(Enumerable.Repeat("}\n", depth * opening.Count('{')));

    private static void ShouldSay(string text, params string[] sentences) =>
        Examples.SyntaxErrors(text).ShouldBe(string.Join('\n', sentences.Select(sentence => $"x.tee:{sentence}")));
}
