using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Expectations.</summary>
internal sealed partial class ScriptCheck
{
    private void CheckExpectation(ExpectStatement expectation)
    {
        Metric metric = expectation.Metric;
        if (MetricSignatures.Find(metric.Name.Text) is not { } signature)
        {
            Report(metric.Name.Position, Sentence.Unknown("metric", metric.Name.Text, MetricSignatures.All.Select(m => m.Name)));
        }
        else if (GivenTo(metric) != signature.Argument)
        {
            Report(metric.Name.Position, $"found {Printable.Quote(ScriptPrinter.Print(metric))} where {Wanted(signature)} is expected");
        }
        else if (metric.Ta is { } ta)
        {
            CheckName(ta, ParameterType.Ta, $"where {signature.Name} takes {ParameterType.Ta.WithArticle()}");
        }
    }

    private static MetricArgument GivenTo(Metric metric) =>
        metric.Ta is not null ? MetricArgument.Ta : metric.Site is not null ? MetricArgument.Site : MetricArgument.None;

    private static string Wanted(MetricSignature signature) => signature.Argument switch
    {
        MetricArgument.Ta => $"{signature.Name} of a TA, such as {signature.Example},",
        MetricArgument.Site => $"{signature.Name} of a call site, such as {signature.Example},",
        _ => $"{signature.Name} without parentheses",
    };
}
