using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Metrics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Expectations.</summary>
internal sealed partial class ScriptCheck
{
    private void CheckExpectation(ExpectStatement expectation)
    {
        Metric metric = expectation.Metric;
        if (language.Metrics.Find(metric.Name.Text) is not { } definition)
        {
            Report(metric.Name.Position, Sentence.Unknown("metric", metric.Name.Text, language.Metrics.All.Select(m => m.Name)));
        }
        else if (GivenTo(metric) != definition.Argument)
        {
            Report(metric.Name.Position, $"found {Printable.Quote(ScriptPrinter.Print(metric))} where {Wanted(definition)} is expected");
        }
        else if (definition.IsAboutLeaks && _blocks > 0)
        {
            Report(metric.Name.Position, $"found {definition.Name} inside of a call; what has leaked is found out by trying, "
                + "and nothing can be tried while a call is under way, so write it below the block");
        }
        else if (metric.Ta is { } ta)
        {
            CheckName(ta, ParameterType.Ta, $"where {definition.Name} takes {ParameterType.Ta.WithArticle}");
        }
    }

    private static MetricArgument GivenTo(Metric metric) =>
        metric.Ta is not null ? MetricArgument.Ta : metric.Site is not null ? MetricArgument.Site : MetricArgument.None;

    private static string Wanted(MetricDefinition definition) => definition.Argument switch
    {
        MetricArgument.Ta => $"{definition.Name} of a TA, such as {definition.Example},",
        MetricArgument.Site => $"{definition.Name} of a call site, such as {definition.Example},",
        _ => $"{definition.Name} without parentheses",
    };
}
