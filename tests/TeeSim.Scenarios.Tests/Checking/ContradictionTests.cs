namespace TeeSim.Scenarios.Tests.Checking;

/// <summary>Scripts whose settings no target could be booted with.</summary>
public sealed class ContradictionTests
{
    [Theory]
    [InlineData("heap 0", "6: found a heap of 0 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 1", "6: found a heap of 1 byte; it must have 1024 to 67108864")]
    [InlineData("heap 1023", "6: found a heap of 1023 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 10G", "6: found a heap of 10737418240 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 0xffffffffffffffff", "6: found a heap of 18446744073709551615 bytes; it must have 1024 to 67108864")]
    [InlineData("vdec 0x06000000 + 8M", "6: the video memory overlaps the TA RAM, which lies from 0x5500000 to 0x6cfffff")]
    [InlineData("vdec 0x5a000800 + 8M", "6: the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData("vdec 0x5a000000 + 100", "6: the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData("vdec 0x5a000000 + 0", "6: the video memory is empty; it needs at least one page")]
    [InlineData("vdec 0xfffff000 + 8M", "6: the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData("vdec 0xfffffffffffff000 + 0xfffffffffffff000", "6: the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData("ta_ram 0x08000000 + 0", "8: the TA RAM is empty; it needs at least one page")]
    [InlineData("ta_ram 0x08000800 + 4K", "8: the TA RAM starts or ends inside a page of 0x1000 bytes")]
    [InlineData("ta_ram 0x05300000 + 1M", "8: the TA RAM overlaps the core's RAM, which lies from 0x5300000 to 0x54fffff")]
    [InlineData("ta_ram 0x5a000000 + 1M", "8: the video memory overlaps the TA RAM, which lies from 0x5a000000 to 0x5a0fffff")]
    [InlineData("ta_ram 0xfffff000 + 8K", "8: the TA RAM goes beyond the last physical address 0xffffffff")]
    [InlineData("ta_ram 0xffffffffffffffff + 0xffffffffffffffff", "8: the TA RAM starts or ends inside a page of 0x1000 bytes")]
    [InlineData("shm_vaspace 0x30000000 + 0", "13: the room for shared memory is empty; it needs at least one page")]
    [InlineData("shm_vaspace 0x30000800 + 4K", "13: the room for shared memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData("shm_vaspace 0xfffff000 + 8K", "13: the room for shared memory goes beyond the last virtual address 0xffffffff")]
    [InlineData("vcore 0x32000000 + 0", "7: the core's virtual address space is empty; it needs at least one page")]
    [InlineData("vcore 0x32000000 + 100", "7: the core's virtual address space starts or ends inside a page of 0x1000 bytes")]
    [InlineData("vcore 0x31fff000 + 8K",
        "7: the core's virtual address space overlaps the room for shared memory, which lies from 0x30000000 to 0x31ffffff")]
    [InlineData("vcore 0xfffff000 + 8K", "7: the core's virtual address space goes beyond the last virtual address 0xffffffff")]
    [InlineData("threads 0", "9: found 0 threads; a core has 1 to 256")]
    [InlineData("threads 1000000", "9: found 1000000 threads; a core has 1 to 256")]
    public void Settings(string line, string sentence) =>
        Examples.Refusal($"target amlogic-3.9-arm32\n{line}\n").ShouldBe($"x.tee:2:{sentence}");

    [Fact]
    public void Each_overlap_gets_its_own_sentence() => Examples.Refusal("target amlogic-3.9-arm32\nvdec 0x05300000 + 8M\n").ShouldBe(
        "x.tee:2:6: the video memory overlaps the core's RAM, which lies from 0x5300000 to 0x54fffff\n"
        + "x.tee:2:6: the video memory overlaps the TA RAM, which lies from 0x5500000 to 0x6cfffff");

    [Fact]
    public void Room_for_shared_memory_over_the_core_s_addresses() =>
        Examples.Refusal("target amlogic-3.9-arm32\nvcore 0x10000000 + 1M\nshm_vaspace 0x10000000 + 1M\n")
            .ShouldBe("x.tee:2:7: the core's virtual address space overlaps the room for shared memory, "
                + "which lies from 0x10000000 to 0x100fffff");

    [Theory]
    [InlineData("segment at 0 size 0 flags rw-", "3:5: the segment has 0 bytes; it has 1 to 4294967295")]
    [InlineData("segment at 0 size 8G flags rw-", "3:5: the segment has 8589934592 bytes; it has 1 to 4294967295")]
    [InlineData("segment at 0x800 size 4K flags rw-", "3:5: the segment starts at 0x800, which is no multiple of 0x1000")]
    [InlineData("segment at 0x100000000 size 4K flags rw-", "3:5: the segment starts at 0x100000000, behind the last address 0xffffffff")]
    [InlineData("segment at 0 size 4K flags rwx", "3:5: the segment can be written and executed; the loader refuses that")]
    [InlineData("segment at 0 size 4K flags -w-", "3:5: the segment can't be read; every segment can")]
    [InlineData("segment at 0 size 8K flags r-x\n    segment at 0x1000 size 4K flags rw-",
        "4:5: the segment overlaps the one at 0x0, which ends at 0x1fff with all that belongs to it")]
    [InlineData("heap 8K\n    segment at 0 size 4K flags rw-\n    segment at 0x1000 size 4K flags rw-\n"
        + "    segment at 0x3000 size 4K flags r-x",
        "6:5: the segment overlaps the one at 0x1000, which ends at 0x3fff with all that belongs to it")]
    [InlineData("segment at 0x1000 size 4K flags r-x\n    segment at 0 size 4K flags rw-",
        "4:5: the segment starts below the one in front of it; write them in the order of their addresses")]
    [InlineData("segment at 0 size 28M flags rw-",
        "2:1: the TA needs 0x1c09000 bytes for its segments, heap and stack, more than the 0x1800000 of TA RAM")]
    [InlineData("segment at 0 size 64M flags rw-", "2:1: the TA spans 0x4008000 bytes, more than the 0x1f00000 of its address space")]
    [InlineData("heap 28M", "2:1: the TA needs 0x1c19000 bytes for its segments, heap and stack, more than the 0x1800000 of TA RAM")]
    [InlineData("segment at 0 size 4K flags r-x", "2:1: the heap is part of a writeable segment, and the TA has none")]
    [InlineData("segment at 0 size 4K flags r-x\n    heap 4K", "4:5: the heap is part of a writeable segment, and the TA has none")]
    [InlineData("heap 5G", "3:5: found a heap of 5368709120 bytes; it has at most 4294967295")]
    [InlineData("stack 0", "3:5: found a stack of 0 bytes; it has 1 to 4294967295")]
    [InlineData("stack 4G", "3:5: found a stack of 4294967296 bytes; it has 1 to 4294967295")]
    [InlineData("stack 4K used 8K", "3:5: found 8192 bytes of the stack in use; with the framework's part it has 6144")]
    [InlineData("aslr 128", "3:5: found 128 pages; a TA is moved by 0 to 127")]
    [InlineData("aslr 99999999999", "3:5: found 4294967295 pages; a TA is moved by 0 to 127")]
    [InlineData("binary 0", "3:5: found a file of 0 bytes; it has 1 to 4294967295")]
    [InlineData("binary 5G", "3:5: found a file of 5368709120 bytes; it has 1 to 4294967295")]
    public void Lines_of_a_ta(string lines, string sentence) =>
        Examples.Refusal($"target amlogic-3.9-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {{\n    {lines}\n}}\n")
            .ShouldBe($"x.tee:{sentence}");

    [Fact]
    public void All_of_a_ta_is_said_in_file_order() => Examples.Refusal("target optee-3.10-arm32\n"
        + "ta a 5b9e0e40-2636-11e1-ad9e-0002a5d5c51c {\n segment at 0 size 4K flags rw-\n heap 4G\n stack 4G\n aslr 128\n}\n").ShouldBe(
            "x.tee:4:2: found a heap of 4294967296 bytes; it has at most 4294967295\n"
            + "x.tee:5:2: found a stack of 4294967296 bytes; it has 1 to 4294967295\n"
            + "x.tee:6:2: found 128 pages; a TA is moved by 0 to 127");

    [Fact]
    public void A_ta_without_a_block_must_fit_as_well() =>
        Examples.Refusal("target amlogic-3.9-arm32\nta_ram 0x08000000 + 4K\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170\n")
            .ShouldBe("x.tee:3:1: the TA needs 0x21000 bytes for its segments, heap and stack, more than the 0x1000 of TA RAM");

    [Theory]
    [InlineData("va 0x110000 pa 0x5580000 size 0", "is empty; a region has at least one page")]
    [InlineData("va 0x110800 pa 0x5580000 size 0x1000", "has the va 0x110800, which is no multiple of 0x1000")]
    [InlineData("va 0x110000 pa 0x5580001 size 0x1000", "has the pa 0x5580001, which is no multiple of 0x1000")]
    [InlineData("va 0x110000 pa 0x5580000 size 0x1010", "has the size 0x1010, which is no multiple of 0x1000")]
    [InlineData("va 0x111000 pa 0x5580000 size 0x1000", "overlaps the TA's region at va 0x110000", true)]
    [InlineData("va 0x100000 pa 0x5580000 size 0x1000", "overlaps the kernel's entry code, which every TA has as its region 0")]
    [InlineData("va 0 pa 0x5580000 size 0x1000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0x1fff000 pa 0x5580000 size 0x2000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0xfffffffffffff000 pa 0x5580000 size 0xfffffffffffff000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0x110000 pa 0x80000000 size 0x1000",
        "has the physical address 0x80000000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    [InlineData("va 0x110000 pa 0x6cff000 size 0x2000",
        "has the physical address 0x6cff000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    public void Regions_of_a_ta(string region, string sentence, bool isSecond = false)
    {
        string first = isSecond ? "    region va 0x110000 pa 0x5580000 size 0x2000 flags rw-RW-\n" : "";
        string script = $$"""
            target amlogic-3.9-arm32
            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {
            {{first}}    region {{region}} flags rw-RW-
            }
            """;
        Examples.Refusal(script).ShouldBe($"x.tee:{(isSecond ? 4 : 3)}:5: the region {sentence}");
    }
}
