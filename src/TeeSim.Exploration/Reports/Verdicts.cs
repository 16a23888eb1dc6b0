using System.Numerics;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Exploration.Reports;

/// <summary>
/// The result of a search in one line: <c>All 1,260 orderings tried: 1,044 clean, 216 leak</c>. It never lets a search that
/// stopped look like one that did not.
/// </summary>
public static class Verdicts
{
    /// <summary>The line.</summary>
    public static string Of(ExplorationReport report)
    {
        string kinds = report.Kinds.Count == 0
            ? ""
            : $": {string.Join(", ", report.Kinds.Select(k => $"{Words.Number(k.Orderings)} {k.Kind.Verb(k.Orderings.IsOne)}"))}";
        string shortened = report.Shortened.Count == 0
            ? ""
            : $" ({string.Join(", ", report.Shortened.Select(s => $"{Words.Count(s.Rounds, "round")} of the repeat in line {s.Line}"))}: "
                + "the script can go on)";
        string besides = Besides(report);
        if (report.IsComplete)
        {
            return $"{(report.Orderings.IsOne ? "The only ordering tried" : $"All {Words.Count(report.Orderings, "ordering")} tried")}"
                + $"{kinds}{besides}{shortened}";
        }
        string least = report.AtLeast is { } known ? Words.Number(BigInteger.Max(known, report.Orderings)) : "as many";
        return $"Stopped after {Words.Count(report.Orderings, "ordering")} of at least {least}{kinds}{besides}; "
            + $"{Reason(report.Stop)}{shortened}";
    }

    /// <summary>
    /// What is taken for granted where all orderings were tried: <c>calls made one at a time; no faults; states equal up to addresses</c>.
    /// </summary>
    public static string RestsOn(ExplorationReport report)
    {
        SearchOptions options = report.Options;
        (string Text, bool Is)[] all =
            [("deaths", options.Kill), ("failing allocations", options.FailAllocations), ("panicking TAs", options.TaPanics)];
        string[] faults = [.. all.Where(f => f.Is).Select(f => f.Text)];
        string tried = faults.Length == 0
            ? "no faults"
            : $"up to {Words.Count(options.MostFaults, "fault")} an ordering ({string.Join(", ", faults)})";
        string equality = options.Equality == StateEquality.Exact ? "states equal only byte by byte" : "states equal up to addresses";
        return $"calls made one at a time, as the core's lock sees to it for TAs; {tried}; {equality}";
    }

    /// <summary>Whose fault the leak of an example is, as a sentence; null for other failures.</summary>
    public static string? GuiltyCall(FailureExample example) => IsOfLeak(example.Finding) ? LeakReport.GuiltyOf(example.Leaks) : null;

    /// <summary>Whether a finding is about what is left at the end, and not about a call.</summary>
    public static bool IsOfLeak(Finding finding) => finding.Call.Length == 0 && finding.Kind.IsOfLeftovers();

    // What is wrong with no single ordering is wrong all the same.
    private static string Besides(ExplorationReport report)
    {
        List<string> wrong = [];
        if (report.LockOrders.Count > 0) wrong.Add(Words.Count(report.LockOrders.Count, "possible deadlock"));
        if (report.NeverHeld.Count > 0) wrong.Add($"{Words.Count(report.NeverHeld.Count, "expectation")} that held in none");
        if (wrong.Count == 0) return "";
        return $"{(report.Kinds.All(k => k.Kind == FailureKind.None) ? ", but " : "; besides ")}{string.Join(", ", wrong)}";
    }

    private static string Reason(StopReason reason) => reason switch
    {
        StopReason.Time => "the time was over",
        StopReason.Transitions => "no more transitions were allowed",
        StopReason.Memory => "the states took all the memory that was allowed",
        _ => "it was interrupted",
    };
}
