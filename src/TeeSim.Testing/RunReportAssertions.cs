using System.Text;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Testing;

/// <summary>Assertions about what the run of a script found.</summary>
public static class RunReportAssertions
{
    /// <summary>
    /// Asserts that the script's expectations hold, that each call returned what the script says, and that nothing leaked, unless the
    /// script judges leaks itself: all that <c>teesim run</c> asks for.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <exception cref="TeeAssertException">Something does not.</exception>
    public static void ShouldPass(this RunReport report)
    {
        if (report.Passed) return;
        string file = Printable.FileName(report.File);
        var text = new StringBuilder($"{file} fails");
        if (report.Panic is { Expected: false } panic) text.Append($"\n  {Panicked(panic)}");
        foreach (FailureReport failure in report.Failures)
        {
            text.Append($"\n  {new SourcePosition(report.File, failure.Line, 0)}: "
                + $"{failure.Message}{(failure.Times > 1 ? $" ({Words.Number(failure.Times)} times)" : "")}");
        }
        foreach (string order in report.LockOrders) text.Append($"\n  {order}");
        AppendLeaks(text, report.Leaks);
        throw new TeeAssertException(text.ToString());
    }

    /// <summary>
    /// Asserts that nothing leaked, whatever the script itself expects: what has no owner any more, and what
    /// becomes more with every repetition.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="suppressions">Call sites that may leak.</param>
    /// <exception cref="TeeAssertException">Something leaked, or the core panicked though the script does not say so.</exception>
    public static void ShouldHaveNoLeak(this RunReport report, Suppressions? suppressions = null)
    {
        string file = Printable.FileName(report.File);
        if (report.Panic is { Expected: false } panic) throw new TeeAssertException($"{file}: {Panicked(panic)}");
        LeakReport[] leaks =
        [
            .. report.Leaks
                .Select(l => l with { Allocations = [.. l.Allocations.Where(a => suppressions is null || !suppressions.Suppress(a.Site))] })
                .Where(l => l.Allocations.Count > 0),
        ];
        if (leaks.Length == 0) return;
        var text = new StringBuilder(
            $"{file} leaks {Words.Count(leaks.Sum(l => l.Blocks), "block")}, {Words.Count(leaks.Sum(l => l.Bytes), "byte")}");
        AppendLeaks(text, leaks);
        throw new TeeAssertException(text.ToString());
    }

    private static string Panicked(PanicReport panic) => $"the core panicked in {panic.During}: {panic.Message}";

    private static void AppendLeaks(StringBuilder text, IReadOnlyList<LeakReport> leaks)
    {
        foreach (LeakReport leak in leaks)
        {
            foreach (LeakedSite site in leak.Allocations)
            {
                text.Append($"\n  {Words.Count(site.Blocks, "block")}, {Words.Count(site.Bytes, "byte")} from "
                    + $"{site.Site}{(site.Function.Length == 0 ? "" : $" ({site.Function})")}");
            }
            text.Append($"\n    {leak.Reason}");
            if (leak.LastRepetition > leak.Guilty.Repetition)
                text.Append($"\n    and so on up to repetition {Words.Number(leak.LastRepetition)}");
        }
    }
}
