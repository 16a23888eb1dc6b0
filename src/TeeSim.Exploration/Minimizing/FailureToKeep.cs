using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>The failure that is to stay while a list gets shorter.</summary>
/// <param name="Key">Which.</param>
/// <param name="Steps">Steps that show it.</param>
/// <param name="Expectation">What does not hold at their end, when that is the failure.</param>
/// <param name="ExpectsNoLeak">Whether the script says itself that nothing may leak.</param>
internal sealed record FailureToKeep(FindingKey Key, IReadOnlyList<Step> Steps, ExpectStatement? Expectation, bool ExpectsNoLeak)
{
    /// <summary>
    /// The most severe failure of a run, of several the first; one that OP-TEE itself is known for only when there is no other.
    /// </summary>
    /// <param name="run">What a run has found.</param>
    /// <param name="list">What was run.</param>
    /// <param name="world">A world for it.</param>
    /// <param name="why">Why there is none; null otherwise.</param>
    public static FailureToKeep? Of(Confirmation run, StepList list, TrialWorld world, out string? why)
    {
        why = null;
        if (run.Report is not { } report)
        {
            FailureToKeep? thrown = OfException(FindingKey.Of(run.Fault!), list, world);
            if (thrown is null) why = $"what fails is not to be seen in a list of its calls: {run.Fault!.Message}";
            return thrown;
        }

        bool expectsNoLeak = report.LeaksAreJudgedByScript;
        IEnumerable<Finding> all =
            [.. report.Findings, .. report.Circles.Select(circle => new Finding(FailureKind.PossibleDeadlock, "", 0, circle.Mutexes))];
        foreach (Finding finding in all.OrderBy(f => f.Known is not null).ThenByDescending(f => f.Kind))
        {
            if (Matching(finding, list, world, expectsNoLeak) is { } failure) return failure;
        }

        why = report.Passed
            ? "the script does not fail when it is run as written; name one that fails, or the order in which it fails with --schedule"
            : "what fails is not to be seen in a list of its calls: "
                + $"{(report.Findings is [var first, ..] ? first.Sentence : $"possible deadlock: {report.LockOrders[0]}")}";
        return null;
    }

    private static FailureToKeep? Matching(Finding finding, StepList list, TrialWorld world, bool expectsNoLeak)
    {
        if (finding.Call.Length == 0 && finding.Line > 0) return OfExpectation(finding, list, world, expectsNoLeak);
        TrialFinding? found = world.Judge(list.Steps).FirstOrDefault(f => f.Key.Kind == finding.Kind
            && (f.Key.What == finding.What || f.Sites.Count > 0
                || (finding.Call.Length == 0 && finding.Kind != FailureKind.PossibleDeadlock)));
        return found is null ? null : new FailureToKeep(found.Key, list.Steps, null, expectsNoLeak);
    }

    // It came out of a call, or of what an expectation measures.
    private static FailureToKeep? OfException(FindingKey thrown, StepList list, TrialWorld world)
    {
        IEnumerable<(int Behind, ExpectStatement? Expectation)> ends =
            list.Expectations.Select(e => (e.Behind, (ExpectStatement?)e.Expectation));
        foreach ((int behind, ExpectStatement? expectation) in ends.Prepend((list.Steps.Count, null)))
        {
            Step[] steps = [.. list.Steps.Take(behind)];
            if (world.Judge(steps, expectation).FirstOrDefault(f => f.Key.IsSame(thrown)) is { } found)
                return new FailureToKeep(found.Key, steps, expectation, ExpectsNoLeak: false);
        }

        return null;
    }

    private static FailureToKeep? OfExpectation(Finding finding, StepList list, TrialWorld world, bool expectsNoLeak)
    {
        foreach ((int behind, ExpectStatement expectation) in list.Expectations.Where(e => e.Expectation.Position.Line == finding.Line))
        {
            Step[] steps = [.. list.Steps.Take(behind)];
            IReadOnlyList<TrialFinding> all = world.Judge(steps, expectation);
            // A leak that an expectation has seen is shown as a leak, where it is one.
            TrialFinding? found = finding.Kind == FailureKind.Leak ? all.FirstOrDefault(f => f.Key.Kind == FailureKind.Leak) : null;
            bool isLeak = found is not null && expectation is { Operator: ComparisonOperator.Equal, Value.Value: 0 };
            found = isLeak ? found : all.FirstOrDefault(f => f.Key.Kind == FailureKind.Expectation);
            if (found is not null) return new FailureToKeep(found.Key, steps, isLeak ? null : expectation, expectsNoLeak);
        }

        return null;
    }
}
