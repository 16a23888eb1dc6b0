using TeeSim.Exploration.Search;
using TeeSim.Exploration.Verifying;
using TeeSim.Kernel.Tvp;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Tests.Verifying;

/// <summary>What docs/fixes.md says of each driver, on the shipped script.</summary>
public sealed class VerifierTests
{
    private static readonly string Script = Explorations.Shipped("livetv-channel-switch.tee");

    [Theory]
    [InlineData("shipped", VerifyResult.Failed, "All 1,662,804 orderings tried: 277,134 clean, 1,385,670 leak")]
    [InlineData("close-unmaps", VerifyResult.Failed, "All 1,662,804 orderings tried: 277,134 clean, 1,385,670 panic")]
    [InlineData("close-unmaps-in-owner", VerifyResult.Proved, "All 1,662,804 orderings tried: 1,662,804 clean")]
    [InlineData("close-refuses", VerifyResult.Failed,
        "All 1,662,804 orderings tried: 277,134 clean, 1,385,670 leave an unreachable handle")]
    [InlineData("deferred-close", VerifyResult.Proved, "All 1,662,804 orderings tried: 1,662,804 clean")]
    [InlineData("deferred-close-and-reaper", VerifyResult.Proved, "All 1,662,804 orderings tried: 1,662,804 clean")]
    [InlineData("unmap-by-region", VerifyResult.Proved, "All 1,662,804 orderings tried: 1,662,804 clean")]
    public void Under_every_ordering_each_driver_does_this(string driver, VerifyResult result, string sentence) =>
        Judge(driver, new SearchOptions(), result, sentence);

    [Theory]
    [InlineData("shipped", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak)]
    [InlineData("close-unmaps", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak, FailureKind.UseAfterFree,
        FailureKind.CorePanic)]
    [InlineData("close-unmaps-in-owner", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak, FailureKind.UseAfterFree)]
    [InlineData("close-refuses", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak)]
    [InlineData("deferred-close", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak)]
    [InlineData("deferred-close-and-reaper", VerifyResult.Proved)]
    [InlineData("unmap-by-region", VerifyResult.Failed, FailureKind.Unreachable, FailureKind.Leak)]
    public void When_a_process_may_die_as_well_only_the_reaper_is_clean(string driver, VerifyResult result, params FailureKind[] kinds)
    {
        VerifyCell cell = Judge(driver, new SearchOptions { Kill = true }, result, sentence: null);
        cell.Report!.Kinds.Select(k => k.Kind).Where(k => k != FailureKind.None).ShouldBe(kinds);
    }

    [Fact]
    public void A_script_that_never_calls_the_driver_is_searched_once_for_all()
    {
        IReadOnlyList<VerifyCell> cells = Verifier.Verify(
            [Explorations.Parse(Explorations.Device + "a  s = open_session(drm)\n")], TvpDrivers.All, new SearchOptions(),
            cancel: TestContext.Current.CancellationToken);
        cells.Select(c => c.Driver).ShouldBe(TvpDrivers.All.Select(d => d.Name));
        cells.ShouldAllBe(c => c.Result == VerifyResult.Proved && c.Report!.Driver == c.Driver);
    }

    [Fact]
    public void A_script_of_too_many_calls_is_tried_in_part_and_not_proved()
    {
        VerifyCell cell = Verifier.Verify(
            [Explorations.Parse(Explorations.Device + "repeat 9000 {\na  x = register_shm(4K)\na  release_shm(x)\n}\n")],
            [TvpDrivers.All[0]], new SearchOptions(), cancel: TestContext.Current.CancellationToken)[0];
        cell.Result.ShouldBe(VerifyResult.Stopped);
        cell.Sentence.ShouldBe("The only ordering tried: 1 clean (3 rounds of the repeat in line 6: the script can go on)");
    }

    [Fact]
    public void A_cell_shows_why_it_failed_and_not_what_is_known_of_OP_TEE()
    {
        VerifyCell cell = Verifier.Verify(
            [Explorations.Parse(Explorations.Device + """
                t  t1 = open_session(tvp)
                p  s = open_session(drm)
                p  invoke(s, temp: 100)
                t  c = open_channel(t1, 0x5a300000 + 1M, bind: drm)
                p  wait(t)
                p  va = map(s, 0x5a399000, 0x1000)
                t  close_channel(c)
                p  unmap(s, 0x5a399000, 0x1000) -> any
                """)],
            [TvpDrivers.Find("deferred-close")!], new SearchOptions(), cancel: TestContext.Current.CancellationToken)[0];
        cell.Result.ShouldBe(VerifyResult.Failed);
        cell.Report!.Failures[0].Finding.Known.ShouldNotBeNull();
        cell.Shown!.Finding.Known.ShouldBeNull();
        cell.Replay("x").ShouldNotBeNull().ShouldContain(cell.Shown.Schedule);
    }

    private static VerifyCell Judge(string driver, SearchOptions options, VerifyResult result, string? sentence)
    {
        VerifyCell cell = Verifier.Verify(
            [Explorations.Parse(Script)], [TvpDrivers.Find(driver)!], options, cancel: TestContext.Current.CancellationToken)[0];
        cell.Result.ShouldBe(result);
        if (sentence is not null) cell.Sentence.ShouldBe(sentence);
        return cell;
    }
}
