namespace TeeSim.Cli.Tests.Run;

/// <summary>Scripts whose settings no target could be booted with.</summary>
public sealed class ContradictionTests : IDisposable
{
    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Theory]
    [InlineData("heap 0", "6: found a heap of 0 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 1023", "6: found a heap of 1023 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 10G", "6: found a heap of 10737418240 bytes; it must have 1024 to 67108864")]
    [InlineData("heap 0xffffffffffffffff", "6: found a heap of 18446744073709551615 bytes; it must have 1024 to 67108864")]
    [InlineData("vdec 0x06000000 + 8M", "6: the video memory overlaps the TA RAM, which lies from 0x5500000 to 0x6cfffff")]
    [InlineData("vdec 0x5a000800 + 8M", "6: the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData("vdec 0x5a000000 + 100", "6: the video memory starts or ends inside a page of 0x1000 bytes")]
    [InlineData("vdec 0x5a000000 + 0", "6: the video memory is empty; it needs at least one page")]
    [InlineData("vdec 0xfffff000 + 8M", "6: the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData("vdec 0xfffffffffffff000 + 0xfffffffffffff000", "6: the video memory goes beyond the last physical address 0xffffffff")]
    [InlineData("threads 0", "9: found 0 threads; a core has 1 to 256")]
    [InlineData("threads 1000000", "9: found 1000000 threads; a core has 1 to 256")]
    public async Task Settings(string line, string sentence) =>
        (await _here.JudgeAsync("run", "x.tee", $"target amlogic-3.9-arm32\n{line}\n")).ShouldRefuse($"x.tee:2:{sentence}");

    [Fact]
    public async Task Each_overlap_gets_its_own_sentence() => (await _here.JudgeAsync("run", "x.tee", "target amlogic-3.9-arm32\nvdec 0x05300000 + 8M\n")).ShouldRefuse(
        "x.tee:2:6: the video memory overlaps the core's RAM, which lies from 0x5300000 to 0x54fffff",
        "x.tee:2:6: the video memory overlaps the TA RAM, which lies from 0x5500000 to 0x6cfffff");

    [Theory]
    [InlineData("va 0x110000 pa 0x5580000 size 0", "is empty; a region has at least one page")]
    [InlineData("va 0x110800 pa 0x5580000 size 0x1000", "has a va, pa or size that is no multiple of 0x1000")]
    [InlineData("va 0x110000 pa 0x5580001 size 0x1000", "has a va, pa or size that is no multiple of 0x1000")]
    [InlineData("va 0x110000 pa 0x5580000 size 0x1010", "has a va, pa or size that is no multiple of 0x1000")]
    [InlineData("va 0x111000 pa 0x5580000 size 0x1000", "overlaps the TA's region at va 0x110000", true)]
    [InlineData("va 0x100000 pa 0x5580000 size 0x1000", "overlaps the kernel's entry code, which every TA has as its region 0")]
    [InlineData("va 0 pa 0x5580000 size 0x1000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0x1fff000 pa 0x5580000 size 0x2000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0xfffffffffffff000 pa 0x5580000 size 0xfffffffffffff000", "lies outside of the TA's addresses, 0x100000 to 0x1ffffff")]
    [InlineData("va 0x110000 pa 0x80000000 size 0x1000",
        "has the physical address 0x80000000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    [InlineData("va 0x110000 pa 0x6cff000 size 0x2000",
        "has the physical address 0x6cff000, which is in neither the TA RAM, the core's RAM nor the shared memory")]
    public async Task Regions_of_a_ta(string region, string sentence, bool isSecond = false)
    {
        string first = isSecond ? "    region va 0x110000 pa 0x5580000 size 0x2000 flags rw-RW-\n" : "";
        string script = $$"""
            target amlogic-3.9-arm32
            ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 {
            {{first}}    region {{region}} flags rw-RW-
            }
            """;
        (await _here.JudgeAsync("run", "x.tee", script)).ShouldRefuse($"x.tee:{(isSecond ? 4 : 3)}:5: the region {sentence}");
    }
}
