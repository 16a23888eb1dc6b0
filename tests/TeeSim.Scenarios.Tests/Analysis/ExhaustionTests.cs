using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Scenarios.Tests.Analysis;

/// <summary>What the report says about a pool in the moment in which it runs out.</summary>
public class ExhaustionTests
{
    private const string Ta = "ta drm acbe4b66-6e40-46dc-a2fe-a576922cf170 single_instance multi_session\n";
    private const string Tvp = "ta tvp 37eb0e02-c43d-48a8-a129-a95dd3d43929 single_instance multi_session\n";
    private const string Stats = "ta stats d96a5b40-e2c7-b1af-8794-1002a5d5c61b\n";

    [Fact]
    public void The_heap_with_headers_and_call_sites()
    {
        ExhaustionReport e = FirstOf("heap 6K", Ta + "p s = open_session(drm)\nrepeat until print_oom {\n    p b = register_shm(64K)\n}\n");
        e.Pool.ShouldBe(ExhaustiblePool.CoreHeap);
        e.During.Call.ShouldBe("p: register_shm(64K)");
        e.Needed.ShouldBeGreaterThan(e.Asked);
        e.Largest.ShouldBeLessThan(e.Asked);
        e.IsFragmented.ShouldBe(e.Needed <= e.Free);
        e.Holders.ShouldContain(holder => holder.Name.StartsWith("core/arch/arm/mm/mobj_dyn_shm.c:280", StringComparison.Ordinal));
        e.Holders.Select(holder => holder.Amount).ShouldBeInOrder(SortDirection.Descending);
        e.Regions.ShouldBe([new TaRegions("drm", 9)]);
    }

    [Fact]
    public void The_ta_ram_with_the_tas_that_hold_it()
    {
        ExhaustionReport e =
            FirstOf("ta_ram 0x05500000 + 320K", Ta + Tvp + "p s = open_session(drm)\np open_session(tvp) -> OUT_OF_MEMORY\n");
        e.Pool.ShouldBe(ExhaustiblePool.TaRam);
        e.During.ShouldBe(new CallReference("p: open_session(tvp)", 6, 0));
        (e.Asked, e.Needed, e.Free, e.Pieces, e.Largest).ShouldBe((81_920, 81_920, 77_824, 1, 77_824));
        e.IsFragmented.ShouldBeFalse();
        e.Holders.ShouldBe([new HolderReport("drm", 8, 192_512), new HolderReport("tvp", 5, 57_344)]);
        (e.Holders.Sum(holder => holder.Amount) + e.Free).ShouldBe(320 * 1024);
        e.Regions.ShouldBe([new TaRegions("drm", 9), new TaRegions("tvp", 6)]);
    }

    [Fact]
    public void Page_tables_with_how_many_there_are()
    {
        ExhaustionReport e =
            FirstOf("heap 2M", Ta + "p s = open_session(drm)\nrepeat until out_of_memory {\n    p va = map_zi(s, 64K)\n}\n");
        e.Pool.ShouldBe(ExhaustiblePool.PageTables);
        e.During.Repetition.ShouldBe(61);
        (e.Asked, e.Free, e.Needed).ShouldBe((5, 4, 5));
        e.IsFragmented.ShouldBeFalse();
        e.Holders.ShouldBeEmpty();
    }

    [Fact]
    public void The_addresses_for_shared_memory_with_what_is_mapped_there()
    {
        ExhaustionReport e = FirstOf(
            "shm_vaspace 0x30000000 + 64K",
            Stats + "p s = open_session(stats)\np b = register_shm(16K)\nrepeat until out_of_memory {\n    p invoke(s, shm: b)\n}\n");
        e.Pool.ShouldBe(ExhaustiblePool.SharedMemory);
        e.During.Repetition.ShouldBe(5);
        (e.Asked, e.Free, e.Pieces).ShouldBe((16_384, 0, 0));
        e.Holders.Select(holder => (holder.Name, holder.Amount)).ShouldBe(
        [
            ("the mapping at 0x30000000", 16_384), ("the mapping at 0x30004000", 16_384), ("the mapping at 0x30008000", 16_384),
            ("the mapping at 0x3000c000", 16_384),
        ]);
    }

    [Fact]
    public void Each_pool_is_reported_the_first_time_only_and_in_their_order()
    {
        RunReport report = Run("ta_ram 0x05500000 + 320K", Ta + Tvp + """
            p s = open_session(drm)
            repeat 3 {
                p open_session(tvp) -> OUT_OF_MEMORY
            }
            p map_zi(s, 512M) -> any
            repeat until print_oom {
                p register_shm(64K)
            }
            repeat until print_oom {
                p register_shm(4K)
            }
            """);
        report.Exhausted.Select(e => (e.Pool, e.During.Line)).ShouldBe([(ExhaustiblePool.TaRam, 7), (ExhaustiblePool.CoreHeap, 11)]);
    }

    [Fact]
    public void Nothing_is_reported_when_nothing_runs_out() =>
        Run("heap 64K", Ta + "p s = open_session(drm)\np close_session(s)\n").Exhausted.ShouldBeEmpty();

    [Theory]
    [InlineData("print_oom", 100)]
    [InlineData("out_of_memory", 1)]
    public void Until_print_oom_waits_for_the_heap_and_until_out_of_memory_for_anything(string what, int calls)
    {
        RunReport report =
            Run("ta_ram 0x05500000 + 160K", Ta + $"repeat until {what} max 100 {{\n    p open_session(drm) -> OUT_OF_MEMORY\n}}\n");
        report.Failures.ShouldBeEmpty();
        report.Calls.ShouldBe(calls);
    }

    private static ExhaustionReport FirstOf(string setting, string body) => Run(setting, body).Exhausted[0];

    private static RunReport Run(string setting, string body)
    {
        Scenario? scenario =
            Scenario.Parse("x.tee", $"target optee-3.10-arm32\n{setting}\n{body}", out IReadOnlyList<Diagnostic> diagnostics);
        return ScenarioRunner.Run(scenario.ShouldNotBeNull(string.Join('\n', diagnostics)), new RunOptions());
    }
}
