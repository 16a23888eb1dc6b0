using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>The scripts that ship must show what their comments say.</summary>
public class ShippedScenarioTests
{
    private const string MobjSite = "core/arch/arm/mm/mobj.c:168";
    private const string VmMapSite = "core/arch/arm/mm/tee_mmu.c:257";

    [Fact]
    public void Closing_before_unmapping_leaks_60_bytes_and_a_region_at_every_switch()
    {
        RunReport report = Run("livetv-close-before-unmap.tee");
        report.Passed.ShouldBeFalse();
        GrowthReport growth = report.Growth.ShouldHaveSingleItem();
        growth.Repetitions.ShouldBe(4);
        growth.Sites.Where(s => s.EachTime is { Blocks: not 0 }).Select(s => (s.Site, s.Function, s.EachTime)).ShouldBe(
        [
            (MobjSite, "mobj_phys_alloc", new SiteStep(1, 32)),
            (VmMapSite, "vm_map_pad", new SiteStep(1, 28)),
        ]);
        growth.Regions.ShouldBe([new RegionGrowth("drm", 9, 13, 1), new RegionGrowth("tvp", 9, 9, 0)]);
    }

    [Fact]
    public void Closing_before_unmapping_is_named_as_the_guilty_call()
    {
        LeakReport leak = Run("livetv-close-before-unmap.tee").Leaks.ShouldHaveSingleItem();
        leak.Kind.ShouldBe(LeakKind.LostOwner);
        leak.Reason.ShouldBe(
            "ownerless since `input: close_channel(ch)` (line 19, repetition 1); "
            + "`player: unmap(s, 0x5a399000, 0x1000)` (line 20) came too late and returned ITEM_NOT_FOUND");
        leak.LastRepetition.ShouldBe(4);
        leak.Class.ShouldBe(LeakClass.UntilLastSession);
        leak.Allocations.ShouldBe([new LeakedSite(MobjSite, "mobj_phys_alloc", 4, 128), new LeakedSite(VmMapSite, "vm_map_pad", 4, 112)]);
    }

    [Fact]
    public void Closing_before_unmapping_says_when_memory_will_end()
    {
        RunReport report = Run("livetv-close-before-unmap.tee");
        report.Exhausted.ShouldBeEmpty();
        // livetv-until-oom.tee gets there by running: its 905th repetition is the 901st behind the fourth.
        report.Forecast.ShouldBe(new ForecastReport(Line: 16, ForecastEvent.PrintOom, MoreRepetitions: 901));
    }

    [Fact]
    public void Closing_after_unmapping_leaks_nothing()
    {
        RunReport report = Run("livetv-close-after-unmap.tee");
        report.Passed.ShouldBeTrue();
        report.Leaks.ShouldBeEmpty();
        report.Failures.ShouldBeEmpty();
        report.Forecast.ShouldBeNull();
        report.Growth.ShouldHaveSingleItem().Sites.ShouldAllBe(s => s.EachTime == new SiteStep(0, 0));
    }

    [Fact]
    public void Switching_until_print_oom_takes_an_hour_and_over_800_regions()
    {
        RunReport report = Run("livetv-until-oom.tee");
        report.Passed.ShouldBeFalse();
        ExhaustionReport oom = report.Exhausted.ShouldHaveSingleItem();
        oom.Pool.ShouldBe(ExhaustiblePool.CoreHeap);
        oom.During.ShouldBe(new CallReference("player: map(s, 0x5a399000, 0x1000)", 18, 905));
        oom.Asked.ShouldBe(32);
        oom.Needed.ShouldBe(64);
        oom.Largest.ShouldBe(28);
        oom.Leaked.ShouldBe(904 * 60);
        oom.Regions.ShouldBe([new TaRegions("drm", 913), new TaRegions("tvp", 9)]);
        oom.Holders[0].ShouldBe(new HolderReport("core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc)", 908, 908 * 32));
        TimeSpan.FromMicroseconds(oom.Microseconds).TotalMinutes.ShouldBeInRange(60, 70);
        report.Leaks.ShouldHaveSingleItem().Blocks.ShouldBe(2 * 904);
    }

    [Fact]
    public void The_region_table_is_the_device_s_line_for_line()
    {
        RunReport report = Run("device-region-table.tee");
        report.Passed.ShouldBeTrue();
        string[] device = [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "logs", "ta-mappings-leaking.log")).Where(IsRegion)
            .Select(FromRegion)];
        device.Length.ShouldBe(22);
        report.Printed.ShouldHaveSingleItem().Lines.Select(FromRegion).ShouldBe(device);
    }

    private static bool IsRegion(string line) => line.Contains("region ", StringComparison.Ordinal);

    private static string FromRegion(string line) => line[line.IndexOf("E/TC:? 00 region", StringComparison.Ordinal)..].TrimEnd();

    private static RunReport Run(string name) =>
        ScenarioRunner.Run(
            Scenario.Load(Repository.Scenario(name), out var diagnostics).ShouldNotBeNull(string.Join('\n', diagnostics)),
            new RunOptions());
}
