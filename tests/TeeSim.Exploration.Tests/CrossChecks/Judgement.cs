using System.Numerics;
using TeeSim.Exploration.Reports;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Tests.CrossChecks;

/// <summary>What one way to try orderings says of them.</summary>
/// <param name="Problem">Why nothing is said: the driver can't be judged. Empty for all others.</param>
/// <param name="Kinds">How many orderings there are of each kind, in words.</param>
/// <param name="Findings">What is wrong, each once.</param>
internal sealed record Judgement(string Problem, string Kinds, IReadOnlyList<Finding> Findings)
{
    /// <summary>Asks a search.</summary>
    public static Judgement Of(Func<ExplorationReport> search, out ExplorationReport? report)
    {
        report = null;
        try
        {
            report = search();
        }
        catch (DriverProblemException)
        {
            return new Judgement("the driver can't be judged", "", []);
        }

        string more = string.Join("; ", report.NeverHeld.Select(n => n.Message).Concat(report.LockOrders));
        return new Judgement(
            "", $"{WordsOf(report.Kinds.Select(k => (k.Kind, k.Orderings)))}{(more.Length == 0 ? "" : "; ")}{more}",
            [.. report.Failures.Select(f => f.Finding)]);
    }

    /// <summary>Counts in words.</summary>
    public static string WordsOf(IEnumerable<(FailureKind Kind, BigInteger Orderings)> kinds) =>
        string.Join(", ", kinds.Where(k => !k.Orderings.IsZero).OrderBy(k => k.Kind).Select(k => $"{k.Orderings} {k.Kind}"));
}
