using System.Globalization;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

internal sealed partial class ScenarioRun
{
    private bool Check(ExpectStatement expectation)
    {
        // One ordering says nothing about the others.
        if (expectation.Sometimes) return true;
        ulong measured = _metrics.Measure(expectation.Metric);
        if (!expectation.Operator.Holds(measured, expectation.Value.Value))
        {
            _failures.Add(
                expectation.Position.Line,
                string.Create(CultureInfo.InvariantCulture, $"`{ScriptPrinter.Print(expectation)}` does not hold: it is {measured}"));
        }

        return true;
    }
}
