namespace TeeSim.Replay.Tests;

public class BadOperationTests
{
    [Theory]
    [InlineData("mallok 0 16 0 5", "1: found the unknown operation 'mallok'")]
    [InlineData("map 0 - 0 0 0 0 0 0 0", "1: found the unknown operation 'map'")]
    [InlineData("\u001b]0;x", @"1: found the unknown operation '\u001b]0;x'")]
    [InlineData("malloc\t0", @"1: found the unknown operation 'malloc\u00090'")]
    [InlineData("= 0x1 2 3 4", "1: found the unknown operation '='")]
    [InlineData("\nfree 0", "1: found the end of the line where an operation is expected")]
    [InlineData("malloc", "7: found the end of the line where a slot is expected")]
    [InlineData("malloc 0", "9: found the end of the line where a size in bytes is expected")]
    [InlineData("malloc 0 16", "12: found the end of the line where a file number is expected")]
    [InlineData("malloc 0 16 0", "14: found the end of the line where a line number is expected")]
    [InlineData("malloc 0 16 0 5 7", "17: found '7' where the end of the line is expected")]
    [InlineData("malloc 0 16 0 5->null", "15: found '5->null' where a line number is expected")]
    [InlineData("malloc 1000001 16 0 5", "8: found 1000001 where a slot of at most 1000000 is expected")]
    [InlineData("malloc -1 16 0 5", "8: found '-1' where a slot is expected")]
    [InlineData("malloc 0 -16 0 5", "10: found '-16' where a size in bytes is expected")]
    [InlineData("malloc 0 0x 0 5", "10: found '0x' where a size in bytes is expected")]
    [InlineData("malloc 0 4294967296 0 5", "10: found 4294967296 where a size in bytes of at most 4294967295 is expected")]
    [InlineData("malloc 0 99999999999999999999 0 5",
        "10: found '99999999999999999999' where a size in bytes of at most 64 bits is expected")]
    [InlineData("malloc 0 0x10000000000000000 0 5", "10: found '0x10000000000000000' where a size in bytes of at most 64 bits is expected")]
    [InlineData("malloc 0 16 3 5", "13: found file number 3, which no '@file' line declares")]
    [InlineData("calloc 0 4294967296 1 0 5", "10: found 4294967296 where a count of at most 4294967295 is expected")]
    [InlineData("alias 0 0x100000000", "9: found 4294967296 where an address of at most 4294967295 is expected")]
    [InlineData("poke 0 2147483648 1", "8: found '2147483648' where an offset is expected")]
    [InlineData("poke 0 0 256", "10: found 256 where a byte of at most 255 is expected")]
    [InlineData("write 0 x", "9: found 'x' where a seed is expected")]
    [InlineData("addpool 0x1000 0x4000001", "16: found 67108865 where a size in bytes of at most 67108864 is expected")]
    public void Heap(string line, string sentence) => Traces.Replay(Traces.Heap, line).Sentence().ShouldBe($"x.trace:9:{sentence}");

    [Theory]
    [InlineData("addpool 0x32ee6000 0x1000", "the pool of 4096 bytes at 0x32ee6000 overlaps the pool of 8192 bytes at 0x32ee5000")]
    [InlineData("addpool 0x1000 0", "the pool at 0x1000 is empty; it needs at least one byte")]
    [InlineData("addpool 0xfffff000 0x2000", "the pool of 8192 bytes at 0xfffff000 goes beyond the last address 0xffffffff")]
    public void Pools(string line, string sentence) => Traces.Replay(Traces.Heap, line).Sentence().ShouldBe($"x.trace:9: {sentence}");

    [Theory]
    [InlineData("map 0 5 0 0x1000 0x90 0 0 0 0", "7: found handle 5, which holds no object here")]
    [InlineData("map 0 x 0 0x1000 0x90 0 0 0 0", "7: found 'x' where a handle is expected")]
    [InlineData("map 0 - 0 0x100000000 0x90 0 0 0 0", "11: found 4294967296 where an address or size of at most 4294967295 is expected")]
    [InlineData("map 0 - 0 0x1000", "17: found the end of the line where a bit mask is expected")]
    [InlineData("get 7", "5: found handle 7, which holds no object here")]
    [InlineData("put 7", "5: found handle 7, which holds no object here")]
    [InlineData("kcode 7 0 0x1000", "7: found handle 7, which holds no object here")]
    [InlineData("addrw 0 7", "9: found handle 7, which holds no object here")]
    [InlineData("ctx 1", "5: found context 1, which no '@ctx' line declares")]
    [InlineData("table 4000", "7: found 4000 where a context number of at most 1000 is expected")]
    [InlineData("access 0 0x100000000 0 0", "10: found 4294967296 where a bit mask of at most 4294967295 is expected")]
    [InlineData("pgt 2147483648", "5: found 2147483648 where a number of page tables of at most 2147483647 is expected")]
    [InlineData("getprot 0 0 0x1000", "1: found the unknown operation 'getprot'")]
    [InlineData("mmalloc 0 0 0", "1: found the unknown operation 'mmalloc'")]
    public void Vm(string line, string sentence) => Traces.Replay(Traces.Vm, line).Sentence().ShouldBe($"x.trace:20:{sentence}");

    [Theory]
    [InlineData("mminit 1 0 0 12 0", "8: found pool 1, which no '@mmpool' line declares")]
    [InlineData("mminit 0 0 0 32 0", "14: found 32 where a shift of at most 31 is expected")]
    [InlineData("mmfind 0 0x100000000", "10: found 4294967296 where a physical address or size of at most 4294967295 is expected")]
    [InlineData("mmstats 0 2", "11: found 2 where 0 or 1 of at most 1 is expected")]
    [InlineData("mmalloc 0 0 1 2", "15: found '2' where the end of the line is expected")]
    [InlineData("map 0 0 0", "1: found the unknown operation 'map'")]
    public void Mm(string line, string sentence) => Traces.Replay(Traces.Mm, line).Sentence().ShouldBe($"x.trace:11:{sentence}");

    [Theory]
    [InlineData("addrw 0 -", "1: found the unknown operation 'addrw'")]
    [InlineData("map 0 - 0 0x1000 0x90 0 0 0 0", "30: found the end of the line where an address or size is expected")]
    [InlineData("getmobj 0 0", "12: found the end of the line where an address or size is expected")]
    [InlineData("tomobj 1 0 0", "8: found context 1, which no '@ctx' line declares")]
    public void Vm_of_4_10(string line, string sentence) =>
        Traces.Replay(Traces.Vm.Replace("3.10", "4.10", StringComparison.Ordinal), line).Sentence().ShouldBe($"x.trace:20:{sentence}");

    [Theory]
    [InlineData("optee-3.11", "1: found 'memalign', which the heap of optee-3.11-ilp32 does not have")]
    [InlineData("optee-3.12", "14: found the end of the line where a size in bytes is expected")]
    public void Memalign_needs_a_heap_that_has_it(string release, string sentence) =>
        Traces.Replay(Traces.Heap.Replace("optee-3.10", release, StringComparison.Ordinal), "memalign 0 16").Sentence()
            .ShouldBe($"x.trace:9:{sentence}");

    [Theory]
    [InlineData("malloc 0 16 0 5 -> panic x.c:1\nfree 0", "9: different")]
    [InlineData("free 0 -> 0x0", "9: different")]
    [InlineData("malloc 0 16 0 5", "9: different")]
    [InlineData("check -> 0", "9: different")]
    [InlineData("check -> 1\n= 0x32ee6fe8 8 0 756", "10: different")]
    [InlineData("check -> 1", "9: different")]
    [InlineData("check -> 1\n= 0x32ee6fe8 8 0 755\n= 0x32ee6fe8 8 0 755", "11: different")]
    public void A_result_that_is_not_the_models_is_no_mistake_but_a_difference(string lines, string place)
    {
        ReplayResult result = Traces.Replay(Traces.Heap, lines);
        $"{result.ShouldBeOfType<ReplayDifferent>(result.ToString()).Line}: different".ShouldBe(place);
    }

    [Fact]
    public void Behind_a_panic_only_checkpoints_can_follow() => Traces
        .Replay(Traces.Heap, "alias 0 0x10\nfree 0 -> panic x.c:1\nmalloc 0 16 0 5 -> null")
        .Sentence().ShouldBe("x.trace:11:1: found 'malloc' behind the panic of line 10, where only checkpoints can follow");

    [Fact]
    public void Behind_the_end_nothing_can_follow() =>
        Traces.Replay(Traces.Heap, "@end\nfree 0").Sentence().ShouldBe("x.trace:10:1: found a line behind '@end', which ends a trace");
}
