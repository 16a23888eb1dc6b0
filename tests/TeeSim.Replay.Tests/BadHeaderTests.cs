namespace TeeSim.Replay.Tests;

public class BadHeaderTests
{
    [Fact]
    public void The_headers_of_these_tests_are_right()
    {
        Traces.Replay(Traces.Heap, "").ShouldBe(new ReplayIdentical("x.trace", 0));
        Traces.Replay(Traces.Vm, "").ShouldBe(new ReplayIdentical("x.trace", 0));
        Traces.Replay(Traces.Mm, "").ShouldBe(new ReplayIdentical("x.trace", 0));
    }

    [Theory]
    [InlineData("@format teesim-heap-trace 1", "@format teesim-heap-trace 2",
        "1:9: format 'teesim-heap-trace 2' is not known; expected 'teesim-heap-trace 1', 'teesim-vm-trace 1' or 'teesim-mm-trace 1'")]
    [InlineData("@format teesim-heap-trace 1\n", "", "1:1: found no '@format' line; a trace starts with '@format teesim-heap-trace 1', "
        + "'@format teesim-vm-trace 1' or '@format teesim-mm-trace 1'")]
    [InlineData("optee-3.10-ilp32", "optee-4.11-ilp32",
        "2:10: profile 'optee-4.11-ilp32' is not modelled; expected optee-3.6-ilp32 to optee-4.10-lp64")]
    [InlineData("optee-3.10-ilp32", "", "2:10: found the end of the line where a profile is expected")]
    [InlineData("optee-3.10-ilp32", "optee-3.10-ilp32 x", "2:27: found 'x' where the end of the line is expected")]
    [InlineData("@mdbg on", "@mdbg yes", "3:7: found 'yes' where 'off' or 'on' is expected")]
    [InlineData("@fit first", "@fit\u001b[31m first", "4:1: found the unknown header line '@fit\\u001b[31m'")]
    [InlineData("@poolset 0x32ed5f40\n", "", "7: the header ends here, without a line '@poolset'")]
    [InlineData("@poolset 0x32ed5f40", "@poolset 0xfffffff0",
        "8: the malloc_ctx of 96 bytes at 0xfffffff0 goes beyond the last address 0xffffffff")]
    [InlineData("@pool 0x32ee5000 8192\n", "", "7: the header ends here, without a line '@pool'")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x32ee5000 0", "6: the pool at 0x32ee5000 is empty; it needs at least one byte")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x32ee5000 -1", "6:18: found '-1' where a size in bytes is expected")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x32ee5000 67108865",
        "6:18: found 67108865 where a size in bytes of at most 67108864 is expected")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x32ee5000 67108864",
        "6: the pool of 67108864 bytes at 0x32ee5000 brings the memory of the trace above 67108864 bytes")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x132ee5000 8192",
        "6: the pool of 8192 bytes at 0x132ee5000 goes beyond the last address 0xffffffff")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0xffffffffffffffff 8192",
        "6: the pool of 8192 bytes at 0xffffffffffffffff goes beyond the last address 0xffffffff")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0x32ed5f00 8192",
        "6: the pool of 8192 bytes at 0x32ed5f00 overlaps the malloc_ctx of 96 bytes at 0x32ed5f40")]
    [InlineData("@file 0", "@pool 0x32ee6ff8 16\n@file 0",
        "7: the pool of 16 bytes at 0x32ee6ff8 overlaps the pool of 8192 bytes at 0x32ee5000")]
    [InlineData("@pool 0x32ee5000 8192", "@pool 0xfffff000 4096",
        "6: the pool at 0xfffff000 can't be added: assertion 'start < end' failed at lib/libutils/isoc/bget_malloc.c:743 "
        + "<malloc_add_pool>, address 0xfffff000")]
    [InlineData("@file 0", "@file 65536", "7:7: found 65536 where a file number of at most 65535 is expected")]
    [InlineData("@pool_array_site 0", "@pool_array_site 1", "8:18: found file number 1, which no '@file' line declares")]
    [InlineData("@pool_array_site 0 755", "@pool_array_site 0 7_5", "8:20: found '7_5' where a line number is expected")]
    public void Heap(string right, string wrong, string sentence) =>
        Traces.Replay(Traces.Heap.Replace(right, wrong, StringComparison.Ordinal), "").Sentence().ShouldBe($"x.trace:{sentence}");

    [Theory]
    [InlineData("@user_va 0x100000 0x1f00000\n", "", "18: the header ends here, without a line '@user_va'")]
    [InlineData("@user_va 0x100000 0x1f00000", "@user_va 0x100000 0x100000001",
        "13:19: found 4294967297 where a size in bytes of at most 4294967296 is expected")]
    [InlineData("@pgdir 0x100000\n", "", "18: the header ends here, without a line '@pgdir with a power of two'")]
    [InlineData("@pgdir 0x100000", "@pgdir 0x100001", "19: the header ends here, without a line '@pgdir with a power of two'")]
    [InlineData("optee-3.10-ilp32", "optee-3.12-ilp32",
        "19: the header ends here, without a line '@profile of 3.10 or 4.10, whose address spaces are modelled'")]
    [InlineData("@pgt 64", "@pgt -1", "15:6: found '-1' where a number of page tables is expected")]
    [InlineData("@ops phys", "@ops file", "16:6: found 'file' where 'phys' or 'shm' is expected")]
    [InlineData("@phys 5", "@phys 8", "18:7: found 8 where a memory attribute of at most 7 is expected")]
    [InlineData("@ctx 0 0x31000000\n", "", "18: the header ends here, without a line '@ctx'")]
    [InlineData("@ctx 0 0x31000000", "@ctx 1001 0x31000000", "19:6: found 1001 where a context number of at most 1000 is expected")]
    [InlineData("@ctx 0 0x31000000", "@ctx 0 0x32ee5000",
        "19: the context of 12 bytes at 0x32ee5000 overlaps the pool of 65536 bytes at 0x32ee5000")]
    public void Vm(string right, string wrong, string sentence) =>
        Traces.Replay(Traces.Vm.Replace(right, wrong, StringComparison.Ordinal), "").Sentence().ShouldBe($"x.trace:{sentence}");

    [Theory]
    [InlineData("@mmpool 0 0x31008000\n", "", "9: the header ends here, without a line '@mmpool'")]
    [InlineData("@mmpool 0 0x31008000", "@mmpool 0 0x32ee5000",
        "10: the page pool of 28 bytes at 0x32ee5000 overlaps the pool of 8192 bytes at 0x32ee5000")]
    [InlineData("@mmpool 0", "@mmpool 257", "10:9: found 257 where a pool number of at most 256 is expected")]
    [InlineData("optee-3.10-", "optee-3.18-", "10: the page pools of OP-TEE 3.18 are not modelled; expected 3.10 or 4.10")]
    public void Mm(string right, string wrong, string sentence) =>
        Traces.Replay(Traces.Mm.Replace(right, wrong, StringComparison.Ordinal), "").Sentence().ShouldBe($"x.trace:{sentence}");

    [Fact]
    public void Pools_and_mappings_without_end_are_refused()
    {
        string pools = string.Concat(Enumerable.Range(0, 1000).Select(i => $"@pool 0x{0x1000 + 16 * i:x} 16\n"));
        Traces.Replay(Traces.Heap + pools, "").Sentence().ShouldBe("x.trace:264:1: found more than 256 '@pool' lines; this is no trace");
        string mappings = string.Concat(Enumerable.Repeat("@phys 5 0 0 0\n", 1000));
        Traces.Replay(Traces.Vm + mappings, "").Sentence().ShouldBe("x.trace:275:1: found more than 256 '@phys' lines; this is no trace");
    }
}
