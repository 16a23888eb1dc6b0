using TeeSim.Scenarios.Reports;
using TeeSim.TestSupport;

namespace TeeSim.Scenarios.Tests.Running;

/// <summary>
/// The scripts about what a release does when something goes wrong. Each of them says all that it shows, so all hold
/// but those of what is left behind.
/// </summary>
public class ErrorPathScenarioTests
{
    // No expectation can say that this is right.
    private static readonly Dictionary<string, string> LeftBehind = new()
    {
        ["process-dies.tee"] = "a channel is still open that nobody will ever close",
    };

    public static TheoryData<string> Names => [.. Repository.Scenarios("error-paths").Select(path => Path.GetFileName(path))];

    [Fact]
    public void Every_error_path_has_a_script() => Names.Count.ShouldBe(16);

    [Theory]
    [MemberData(nameof(Names))]
    public void It_goes_as_the_script_says(string name)
    {
        RunReport report = Run(name);
        report.Findings.Select(finding => finding.Sentence).ShouldBe(LeftBehind.TryGetValue(name, out string? sentence) ? [sentence] : []);
        report.Calls.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Waiting_for_oneself_panics_the_core_as_expected()
    {
        PanicReport panic = Run("deadlock-avoidance-panics.tee").Panic.ShouldNotBeNull();
        panic.Expected.ShouldBeTrue();
        panic.During.ShouldBe(new CallReference("app: ta_open_session(s, drm)", 9, 0));
    }

    [Theory]
    [InlineData("forgotten-session.tee", "app: open_session(drm, sdp: 0x5a300000 + 1M)", "tee_ta_init_session")]
    [InlineData("temporary-buffer-forgotten.tee", "app: invoke(s, temp: 8K)", "mobj_reg_shm_alloc")]
    [InlineData("shared-memory-mapped-again.tee", "app: invoke(s, shm: b)", "pmalloc")]
    [InlineData("remap-loses-a-region.tee", "app: remap(s, va, 0x4000, to: 0x100000)", "vm_map_pad")]
    public void The_leak_is_traced_to_the_call_that_the_script_is_about(string name, string call, string function) =>
        Run(name).Leaks.ShouldContain(leak => leak.Guilty.Call == call && leak.Allocations.Any(site => site.Function == function));

    [Theory]
    [InlineData("ta-ram-exhausted.tee", ExhaustiblePool.TaRam, "other: open_session(tvp)")]
    [InlineData("out-of-memory-while-loading.tee", ExhaustiblePool.CoreHeap, "app: open_session(drm)")]
    [InlineData("remap-stays-at-the-new-place.tee", ExhaustiblePool.PageTables, "app: remap(s, va, 0x1000, to: 0x1f00000)")]
    public void The_report_says_which_pool_has_run_out(string name, ExhaustiblePool pool, string call)
    {
        ExhaustionReport exhaustion = Run(name).Exhausted.ShouldHaveSingleItem();
        exhaustion.Pool.ShouldBe(pool);
        exhaustion.During.Call.ShouldBe(call);
    }

    private static RunReport Run(string name) => Examples.RunShipped(Path.Combine("error-paths", name));
}
