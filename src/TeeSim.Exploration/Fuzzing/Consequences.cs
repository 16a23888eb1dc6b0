using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Trials;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Failures that come from others. A call that never returns makes others wait for it, and its thread holds what nobody else does.</summary>
internal static class Consequences
{
    /// <summary>What is wrong with a list of calls, without consequences, and without results: random calls may return anything.</summary>
    public static IReadOnlyList<Finding> LeftOut(TrialWorld world, IReadOnlyList<TrialCall> calls)
    {
        var findings = new List<Finding>();
        bool hangs = false;
        foreach (Finding finding in world.Judge(calls))
        {
            bool isHang = finding.Key.Kind == FailureKind.Hang;
            bool isConsequence = (isHang && hangs) || (finding.Key.Kind == FailureKind.Leak && world.OutcomeOf(calls[finding.At]) is { Hang: not null });
            hangs |= isHang;
            if (!isConsequence && finding.Key.Kind != FailureKind.WrongResult) findings.Add(finding);
        }

        return findings;
    }
}
