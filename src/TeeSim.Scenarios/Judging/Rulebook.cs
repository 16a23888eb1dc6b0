using TeeSim.Scenarios.Judging.Rules;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Judging;

/// <summary>All rules. Whoever judges calls or states, in a run, a search, a random trial, does it here.</summary>
internal static class Rulebook
{
    // The most severe first: a call has one finding at the most.
    private static readonly ICallRule[] CallRules = [new PanicRule(), new HangRule(), new OutOfMemoryRule(), new ResultRule()];
    private static readonly IStateRule[] Everywhere = [new DanglingRegionRule()];
    private static readonly IStateRule[] AtTheEnd = [new LeftoverRule(), new CorruptionRule()];

    /// <summary>What is wrong with a call; null for nothing.</summary>
    public static Finding? Judge(in CallFacts call)
    {
        // Of several tries the last one counts.
        if (call.IsSkipped || call.IsTriedAgain || call is { RanOut: true, Step.AwaitsMemoryToRunOut: true, Outcome.Panic: null })
            return null;
        foreach (ICallRule rule in CallRules)
        {
            if (rule.Judge(call) is { } finding) return KnownFindings.Mark(finding);
        }

        return null;
    }

    /// <summary>What is wrong with a state, whatever comes behind it.</summary>
    public static IEnumerable<Finding> Judge(StateFacts state) => Everywhere.SelectMany(rule => rule.Judge(state));

    /// <summary>What is wrong with a state behind which nothing comes.</summary>
    public static IEnumerable<Finding> JudgeEnd(StateFacts state) => AtTheEnd.SelectMany(rule => rule.Judge(state));

    /// <summary>What is wrong with an end in which processes wait for each other.</summary>
    public static Finding Judge(LockDeadlock deadlock) => DeadlockRule.Judge(deadlock);

    /// <summary>What is wrong where an expectation stands; null when it holds.</summary>
    public static Finding? Judge(ExpectStatement expectation, StateFacts state) =>
        ExpectationRule.Holds(expectation, state, out ulong measured)
            ? null
            : ExpectationRule.Broken(expectation, measured, state.Metrics.Table);
}
