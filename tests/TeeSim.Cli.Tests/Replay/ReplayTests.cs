using System.IO.Compression;
using TeeSim.TestSupport;

namespace TeeSim.Cli.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private const string CutOff = "it was cut off, so fetch the file again";

    private static readonly string Smoke = File.ReadAllText(Repository.Trace("heap", "310-ilp32-mdbg-first-smoke.trace"));

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task A_recorded_trace_is_identical() =>
        (await Judge(Smoke)).ShouldPrint(0).ShouldBe($"x.trace: identical, 372 operations{Environment.NewLine}");

    [Fact]
    public async Task A_packed_trace_is_identical()
    {
        _here.Write("x.trace.gz", Packed(Smoke));
        (await _here.RunAsync("replay", "x.trace.gz")).ShouldPrint(0)
            .ShouldBe($"x.trace.gz: identical, 372 operations{Environment.NewLine}");
    }

    [Theory]
    [InlineData("-> 0x32ee6fc0", "-> 0x32ee6fc8", "x.trace:35: different: 'malloc 0 10 4 11' recorded '0x32ee6fc8', computed '0x32ee6fc0'")]
    [InlineData("-> 0x873770b1", "-> 0x873770b2", "x.trace:38: different: 'crc' recorded '0x873770b2', computed '0x873770b1'")]
    [InlineData("= 0x32ee6fc0 10 4 11", "= 0x32ee6fc0 10 4 12",
        "x.trace:40: different: 'check' recorded '= 0x32ee6fc0 10 4 12', computed '= 0x32ee6fc0 10 4 11'")]
    [InlineData("= 0x32ee6fe8 8 0 755\n", "", "x.trace:28: different: 'check' recorded 'no further line', computed '= 0x32ee6fe8 8 0 755'")]
    [InlineData("-> 0x32ee6fc0", "", "x.trace:35: different: 'malloc 0 10 4 11 ' recorded 'no result', computed '0x32ee6fc0'")]
    [InlineData("-> 0x32ee6fc0", "-> panic bget.c:1",
        "x.trace:35: different: 'malloc 0 10 4 11' recorded 'panic bget.c:1', computed '0x32ee6fc0'")]
    [InlineData("-> 0x32ee6fc0", "-> \u001b[31m",
        @"x.trace:35: different: 'malloc 0 10 4 11' recorded '\u001b[31m', computed '0x32ee6fc0'")]
    [InlineData("biggest_alloc_fail_used=0", "biggest_alloc_fail_used=1", "x.trace:25: different: 'stats' recorded "
        + "'allocated=40 max_allocated=40 size=8192 num_alloc_fail=0 biggest_alloc_fail=0 biggest_alloc_fail_used=1', computed "
        + "'allocated=40 max_allocated=40 size=8192 num_alloc_fail=0 biggest_alloc_fail=0 biggest_alloc_fail_used=0'")]
    [InlineData("0x32ee5000:2272 0x32ee6c88:840\n",
        "0x32ee5000:2272 0x32ee6c88:848 0x1:1 0x2:2 0x3:3 0x4:4 0x5:5 0x6:6 0x7:7 0x8:8 0x9:9 0x10:10 0x11:11 0x12:12\n",
        "x.trace:141: different: 'freelist' recorded '0x32ee5000:2272 0x32ee6c88:848 0x1:1 0x2:2 0x3:3 0x4:4 0x5:5 0x6:6 0x7:7 0x8:8 "
        + "0x9:9 0x10:10 0x11:11 0x12:12', "
        + "computed '0x32ee5000:2272 0x32ee6c88:840'")]
    public async Task A_changed_result_is_reported_with_both_values(string recorded, string changed, string sentence) =>
        (await Judge(ReplaceFirst(Smoke, recorded, changed))).ShouldPrint(1).ShouldBe(sentence + Environment.NewLine);

    [Fact]
    public async Task A_trace_that_is_cut_at_the_end_of_a_line() =>
        (await Judge(FirstLines(100))).ShouldRefuse($"x.trace:101:1: the trace ends without an '@end' line; {CutOff}");

    [Fact]
    public async Task A_trace_that_is_cut_inside_a_line() =>
        (await Judge(FirstLines(35)[..^9])).ShouldRefuse($"x.trace:35:23: the trace ends inside this line; {CutOff}");

    [Fact]
    public async Task A_trace_that_is_cut_inside_a_listing() =>
        (await Judge(FirstLines(40))).ShouldRefuse($"x.trace:41:1: the trace ends inside the lines of 'check' (line 39); {CutOff}");

    [Fact]
    public async Task A_trace_that_is_cut_inside_a_line_of_a_listing() =>
        (await Judge(FirstLines(40)[..^4])).ShouldRefuse($"x.trace:40:18: the trace ends inside this line; {CutOff}");

    [Fact]
    public async Task A_trace_that_is_cut_inside_its_header() =>
        (await Judge(FirstLines(3))).ShouldRefuse("x.trace:3: the header ends here, without a line '@poolset'");

    [Theory]
    [InlineData(2, "the compressed data is empty or cut off; fetch the file again")]
    [InlineData(15, "the compressed data is empty or cut off; fetch the file again")]
    public async Task A_packed_trace_that_is_cut_at_its_start(int length, string sentence)
    {
        _here.Write("x.trace.gz", Packed(Smoke).AsSpan(0, length));
        (await _here.RunAsync("replay", "x.trace.gz")).ShouldRefuse($"x.trace.gz: {sentence}");
    }

    [Fact]
    public async Task A_packed_trace_that_is_cut_in_the_middle()
    {
        byte[] packed = Packed(Smoke);
        _here.Write("x.trace.gz", packed.AsSpan(0, packed.Length / 2));
        CommandResult result = await _here.RunAsync("replay", "x.trace.gz");
        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBe("");
        result.Error.ShouldMatch($@"\Ax\.trace\.gz:\d+:\d+: the trace ends [^\n]+; {CutOff}\r?\n\z");
    }

    [Fact]
    public async Task Packed_data_that_is_damaged()
    {
        _here.Write("x.trace.gz", [0x1f, 0x8b, .. "no data at all"u8]);
        (await _here.RunAsync("replay", "x.trace.gz"))
            .ShouldRefuse("x.trace.gz:1:1: the compressed data is damaged or cut off; fetch the file again");
    }

    [Theory]
    [InlineData("malloc 0 10 4 11", "mallok 0 10 4 11", "x.trace:35:1: found the unknown operation 'mallok'")]
    [InlineData("@fit first", "@fitt first", "x.trace:4:1: found the unknown header line '@fitt'")]
    [InlineData("heap-trace 1", "heap-trace 3", "x.trace:1:9: format 'teesim-heap-trace 3' is not known; "
        + "expected 'teesim-heap-trace 1', 'teesim-vm-trace 1' or 'teesim-mm-trace 1'")]
    [InlineData("optee-3.10-ilp32", "optee-4.11-ilp32",
        "x.trace:2:10: profile 'optee-4.11-ilp32' is not modelled; expected optee-3.6-ilp32 to optee-4.10-lp64")]
    [InlineData("malloc 0 10 4 11", "malloc 0 -1 4 11", "x.trace:35:10: found '-1' where a size in bytes is expected")]
    [InlineData("@pool 0x32ee5000 8192\n", "@pool 0x32ee5000 8192\n@pool 0x32ee6000 4096\n",
        "x.trace:8: the pool of 4096 bytes at 0x32ee6000 overlaps the pool of 8192 bytes at 0x32ee5000")]
    public async Task A_mistake_in_a_line(string recorded, string changed, string sentence) =>
        (await Judge(ReplaceFirst(Smoke, recorded, changed))).ShouldRefuse(sentence);

    [Fact]
    public async Task Every_trace_is_replayed_and_the_highest_exit_code_wins()
    {
        _here.Write("good.trace", Smoke);
        _here.Write("different.trace", ReplaceFirst(Smoke, "-> 0x873770b1", "-> 0x0"));
        CommandResult result = await _here.RunAsync("replay", "missing.trace", "different.trace", "good.trace");
        result.ShouldEndWith(2, "missing.trace: there is no such file; check the path");
        result.Output.ShouldBe(
            $"different.trace:38: different: 'crc' recorded '0x0', computed '0x873770b1'{Environment.NewLine}good.trace: identical, "
            + $"372 operations{Environment.NewLine}");
        (await _here.RunAsync("replay", "different.trace", "good.trace")).ShouldPrint(1);
    }

    private Task<CommandResult> Judge(string trace) => _here.JudgeAsync("replay", "x.trace", trace);

    private static string FirstLines(int count) => string.Concat(Smoke.Split('\n').Take(count).Select(line => $"{line}\n"));

    private static string ReplaceFirst(string text, string old, string replacement)
    {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, old);
        return string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length));
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var writer = new StreamWriter(new GZipStream(packed, CompressionLevel.Optimal))) writer.Write(text);
        return packed.ToArray();
    }
}
