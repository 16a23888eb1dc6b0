using System.Globalization;
using TeeSim.Scenarios.Metrics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>What a script expects where it stands.</summary>
internal static class ExpectationRule
{
    /// <summary>Whether an expectation holds in a state, and what was measured.</summary>
    public static bool Holds(ExpectStatement expectation, StateFacts state, out ulong measured)
    {
        measured = state.Metrics.Measure(expectation.Metric);
        return expectation.Operator.Holds(measured, expectation.Value.Value);
    }

    /// <summary>What is wrong when it does not.</summary>
    /// <param name="expectation">The expectation.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="metrics">The metrics that there are.</param>
    public static Finding Broken(ExpectStatement expectation, ulong measured, MetricTable metrics)
    {
        FailureKind kind = metrics.Of(expectation).IsAboutLeaks ? FailureKind.Leak : FailureKind.Expectation;
        return new Finding(kind, "", expectation.Position.Line,
            string.Create(CultureInfo.InvariantCulture, $"`{ScriptPrinter.Print(expectation)}` does not hold: it is {measured}"));
    }
}
