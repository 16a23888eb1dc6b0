using System.Text.Json;

namespace TeeSim.Cli.Tests.Run;

/// <summary>What is printed about a pool that runs out.</summary>
public sealed class ExhaustionTests : IDisposable
{
    private const string Drm = "ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n";
    private const string Tvp = "ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session\n";

    private const string HeapScript = "target optee-3.10-arm32\nheap 2K\n" + Drm + "app open_session(drm) -> OUT_OF_MEMORY\n";

    private const string TaRamScript = "target optee-3.10-arm32\nta_ram 0x05500000 + 320K\n" + Drm + Tvp
        + "app s = open_session(drm)\napp open_session(tvp) -> OUT_OF_MEMORY\n";

    private const string PageTablesScript = "target optee-3.10-arm32\n" + Drm
        + "app s = open_session(drm)\napp va = map_zi(s, 4K)\napp remap(s, va, 4K, to: 0x1f00000) -> OUT_OF_MEMORY\nexpect leaked == 84\n";

    private const string SharedMemoryScript =
        "target optee-3.10-arm32\nshm_vaspace 0x30000000 + 64K\nta stats d96a5b40-e2c7-b1af-8794-1002a5d5c61b\n"
        + "app s = open_session(stats)\napp b = register_shm(16K)\nrepeat until out_of_memory {\n    app invoke(s, shm: b)\n}\n"
        + "expect leaked > 0\n";

    private readonly Workplace _here = new();

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task The_core_heap()
    {
        string output = (await _here.JudgeAsync("run", "x.tee", HeapScript)).ShouldPrint(0);
        ShouldHave(output, "Out of memory: the core heap", "  first in `app: open_session(drm)` (line 4), 0.001 s after boot");
        output.ShouldMatch(@"(?m)^  [\d,]+ bytes were asked for, [\d,]+ with headers; "
            + @"[\d,]+ bytes are free, in \d+ pieces?, the largest good for \d+ bytes");
        output.ShouldMatch("(?m)^  (so it is exhausted, not fragmented: all free pieces together would not do|so it is fragmented: "
            + "there is enough, but not in one piece)");
        output.ShouldMatch(@"(?m)^  [\d,]+ bytes held by core/arch/arm/\S+:\d+ \(\w+\) in \d+ blocks?");
        output.ShouldMatch("(?m)^  (4 bytes could still be had|not even 4 bytes could be had)");
    }

    [Fact]
    public async Task The_ta_ram() => ShouldHave((await _here.JudgeAsync("run", "x.tee", TaRamScript)).ShouldPrint(0),
        "Out of memory: the TA RAM",
        "  first in `app: open_session(tvp)` (line 6), 0.002 s after boot",
        "  81,920 bytes were asked for; 77,824 bytes are free, in 1 piece, the largest good for 77,824 bytes",
        "  so it is exhausted, not fragmented: all free pieces together would not do",
        "  192,512 bytes held by drm in 8 regions",
        "  57,344 bytes held by tvp in 5 regions",
        "  regions at that moment: drm 9, tvp 6");

    [Fact]
    public async Task Page_tables() => ShouldHave((await _here.JudgeAsync("run", "x.tee", PageTablesScript)).ShouldPrint(0),
        "Out of memory: page tables",
        "  first in `app: remap(s, va, 4K, to: 0x1f00000)` (line 5), 0.003 s after boot",
        "  the TA would need 31 page tables; there are 4",
        "  regions at that moment: drm 10");

    [Fact]
    public async Task Addresses_for_shared_memory() =>
        ShouldHave((await _here.JudgeAsync("run", "x.tee", SharedMemoryScript)).ShouldPrint(0),
            "Out of memory: the core's addresses for shared memory",
            "  first in `app: invoke(s, shm: b)` (line 7, repetition 5), 0.007 s after boot",
            "  16,384 bytes were asked for; 0 bytes are free, in 0 pieces",
            "  16,384 bytes held by the mapping at 0x3000c000 in 1 mapping");

    [Theory]
    [InlineData(HeapScript, "CoreHeap", 4)]
    [InlineData(TaRamScript, "TaRam", 6)]
    [InlineData(PageTablesScript, "PageTables", 5)]
    [InlineData(SharedMemoryScript, "SharedMemory", 7)]
    public async Task In_json(string script, string pool, int line)
    {
        _here.Write("x.tee", script);
        string output = (await _here.RunAsync("run", "--json", "x.tee")).ShouldPrint(0);
        JsonElement exhausted = JsonDocument.Parse(output).RootElement[0].GetProperty("exhausted");
        exhausted.GetArrayLength().ShouldBe(1);
        exhausted[0].GetProperty("pool").GetString().ShouldBe(pool);
        exhausted[0].GetProperty("during").GetProperty("line").GetInt32().ShouldBe(line);
        foreach (string number in (string[])["asked", "free", "pieces", "largest", "needed", "leaked", "microseconds"])
            exhausted[0].GetProperty(number).GetInt64().ShouldBeGreaterThanOrEqualTo(0, number);
        bool fragmented = exhausted[0].GetProperty("needed").GetInt64() <= exhausted[0].GetProperty("free").GetInt64();
        exhausted[0].GetProperty("is_fragmented").GetBoolean().ShouldBe(fragmented);
        exhausted[0].GetProperty("regions")[0].GetProperty("ta").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_core_panic_that_is_expected_is_no_failure() =>
        (await _here.JudgeAsync(
            "run", "x.tee", "target optee-3.10-arm32\n" + Drm + "app s = open_session(drm)\napp ta_open_session(s, drm) -> core_panic\n"))
            .ShouldPrint(0).ShouldContain("Core panic, as expected, in `app: ta_open_session(s, drm)` (line 4): ");

    [Fact]
    public async Task A_core_panic_that_does_not_come_is_a_failure() =>
        (await _here.JudgeAsync("run", "x.tee", "target optee-3.10-arm32\n" + Drm + "app open_session(drm) -> core_panic\n"))
            .ShouldPrint(1).ShouldContain("line 3: `app: open_session(drm)` returned SUCCESS, expected core_panic");

    [Fact]
    public async Task A_call_that_hangs_must_be_expected_to() =>
        (await _here.JudgeAsync("run", "x.tee",
            "target optee-3.10-arm32\nta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session instance_keep_alive\n"
            + "app s = open_session(drm)\napp close_session(s, panics: 1)\napp open_session(drm)\nexpect leaked > 0\n"))
            .ShouldPrint(1).ShouldContain("line 5: `app: open_session(drm)` never returns: ");

    [Fact]
    public async Task A_block_behind_a_call_that_loads_nothing_is_a_failure_and_not_kept_for_later() =>
        (await _here.JudgeAsync("run", "x.tee", "target optee-3.10-arm32\n" + Drm + Tvp
            + "app s = open_session(drm)\napp s = open_session(drm) {\n    app open_session(drm)\n}\napp open_session(tvp)\n"
            + "expect sessions(drm) == 2\n"))
            .ShouldPrint(1)
            .ShouldContain("line 5: `app: open_session(drm)` loaded nothing, so the calls inside of it could not be made meanwhile"
                + Environment.NewLine + "FAILED");

    private static void ShouldHave(string output, params string[] lines)
    {
        string[] printed = [.. output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
        foreach (string line in lines) printed.ShouldContain(line);
    }
}
