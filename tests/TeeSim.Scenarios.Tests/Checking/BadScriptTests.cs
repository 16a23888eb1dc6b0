namespace TeeSim.Scenarios.Tests.Checking;

/// <summary>Scripts that cannot run.</summary>
public sealed class BadScriptTests
{
    /// <summary>Four lines; what a test adds starts in line 5.</summary>
    private const string Head = """
        target amlogic-3.9-arm32
        ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session
        player s = open_session(drm)
        player ch = open_channel(s, 0x5a300000 + 1M)

        """;

    [Theory]
    [InlineData("player opne_channel(s)", "5:8: unknown call 'opne_channel'; did you mean 'open_channel'?")]
    [InlineData("player \u001b[31m()", @"5:8: found '\u001b' where a call is expected")]
    [InlineData("player x\u202e()", @"5:9: found '\u202e' where '=' or '(' is expected")]
    [InlineData("player map(s, 4s, 0x1000)", "5:15: found '4s' where map takes a number as its 'pa'")]
    [InlineData("player close_session(ch)", "5:22: found the channel 'ch' where close_session takes a session")]
    [InlineData("player close_channel(hc)", "5:22: unknown channel 'hc'; did you mean 'ch'?")]
    [InlineData("player close_session(s2)\nplayer s2 = open_session(drm)", "5:22: found 's2' before line 6 defines it")]
    [InlineData("player map(s, 0x5a3g, 0x1000)",
        "5:15: found '0x5a3g' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("player map(s, -1, 0x1000)",
        "5:15: found '-1' where a number is expected; numbers are written as in 4096, 0x1000, 4K or 1M")]
    [InlineData("player map(s, 0x10000000000000000, 0x1000)",
        "5:15: found '0x10000000000000000' where a number of at most 64 bits is expected")]
    [InlineData("repeat 2 {\nplayer sleep(1s)\n",
        "7:1: found the end of the file where '}' is expected; the block opened in line 5 is not closed")]
    [InlineData("repeat 0 {\n}", "5:8: found '0' where a count of at least 1 is expected")]
    [InlineData("repeat 10000001 {\n}", "5:1: this takes the script beyond 10,000,000 calls and expectations; lower a count or a max")]
    [InlineData("}", "5:1: found '}' where no block is open")]
    [InlineData("player unmap(s, 1, 2) -> ITEM_NOTFOUND",
        "5:26: found 'ITEM_NOTFOUND' where a result is expected; did you mean 'ITEM_NOT_FOUND'?")]
    [InlineData("expect leeked == 0", "5:8: unknown metric 'leeked'; did you mean 'leaked'?")]
    [InlineData("player close_session(s) {\nplayer sleep(1s)\n}",
        "5:8: found calls inside of close_session; only open_session waits for the normal world, while it loads a TA")]
    [InlineData("player invoke(s, returns: ACESS_DENIED)",
        "5:27: found 'ACESS_DENIED' where a result is expected; did you mean 'ACCESS_DENIED'?")]
    [InlineData("player invoke(s, shm: b)\nplayer b = register_shm(4K)", "5:23: found 'b' before line 6 defines it")]
    [InlineData("player invoke(s, temp: 1, temp: 1, temp: 1, sdp: 0 + 1, sdp: 0 + 1)",
        "5:8: invoke is given 5 buffers; a call has 4 parameters")]
    [InlineData("repeat until oom {\n}", "5:14: found 'oom' where 'print_oom' or 'out_of_memory' is expected")]
    public void A_mistake_in_a_line(string lines, string sentence) =>
        Examples.Refusal(Head + lines).ShouldBe($"x.tee:{sentence}");

    [Theory]
    [InlineData("segmnt at 0 size 4K flags r-x",
        "2:1: found 'segmnt' where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}' is expected; did you mean 'segment'?")]
    [InlineData("segment at 0 size 4K flags wrx",
        "2:28: found 'wrx' where three of the letters 'rwx' are expected, each in its place or replaced by '-', such as r-x")]
    [InlineData("heap 4K\nheap 4K", "3:1: found a second 'heap'; line 2 has set it already")]
    [InlineData("region va 0x110000 pa 0x5580000 size 4K flags rw-RW-\nsegment at 0 size 4K flags r-x",
        "3:1: found 'segment' in a TA that line 2 lists region by region; describe what it loads or list its regions, not both")]
    public void A_mistake_in_a_ta(string lines, string sentence) =>
        Examples.Refusal($"ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {{\n{lines}\n}}\ntarget amlogic-3.9-arm32\n")
            .ShouldBe($"x.tee:{sentence}");

    [Fact]
    public void Blocks_cannot_be_nested_without_end()
    {
        string script = "target amlogic-3.9-arm32\n" + string.Concat(Enumerable.Repeat("a x = open_session(b) {\n", 20_000))
            + string.Concat(Enumerable.Repeat("}\n", 20_000));
        Examples.Refusal(script).ShouldBe("x.tee:10:1: found a block inside of 8 others; that is as deep as blocks can be nested");
    }

    [Fact]
    public void Every_mistake_gets_its_own_sentence() =>
        Examples.Refusal($"{Head}player opne_channel(s)\nplayer close_channel(hc)\nexpect leeked == 0\n").ShouldBe(
            "x.tee:5:8: unknown call 'opne_channel'; did you mean 'open_channel'?\n"
            + "x.tee:6:22: unknown channel 'hc'; did you mean 'ch'?\n"
            + "x.tee:7:8: unknown metric 'leeked'; did you mean 'leaked'?");

    [Fact]
    public void A_thousand_mistakes_are_not_all_listed()
    {
        string[] lines = Examples.Refusal(string.Concat(Enumerable.Repeat("heap x\n", 1000))).Split('\n');
        lines.Length.ShouldBe(20);
        lines[0].ShouldBe("x.tee:1:6: found 'x' where a size is expected");
        lines[^1].ShouldBe("x.tee:20:6: found more errors from here on; correct those above first");
    }

    [Fact]
    public void A_line_of_a_mebibyte() => Examples.Refusal(new string('x', (1 << 20) - 1))
        .ShouldBe("x.tee:1:1: found 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…' where a process of at "
            + "most 64 characters is expected");
}
