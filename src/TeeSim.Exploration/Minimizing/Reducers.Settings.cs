using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>TAs and settings.</summary>
internal static partial class Reducers
{
    /// <summary>
    /// Drops TAs that no call names, what TAs say about themselves, and settings, as far as the failure does not need them. The driver
    /// stays: it is what is judged, also where another one fails as well.
    /// </summary>
    public static void DropSettings(Reduction reduction)
    {
        HashSet<string> named = [.. reduction.Calls.SelectMany(c => c.Inner.Append(c))
            .SelectMany(c => c.Statement.Arguments)
            .Select(a => a.Value)
            .OfType<NameValue>()
            .Select(n => n.Name.Text)];
        // What is expected names a TA, too.
        if (reduction.Expectation?.Metric.Ta is { } measured) named.Add(measured.Text);
        TryHead(reduction, [.. reduction.Setup.Head.Where(s => s is not TaStatement ta || named.Contains(ta.Name.Text))]);
        foreach (Statement statement in reduction.Setup.Head.Where(s => !IsKept(s)).ToArray())
        {
            if (statement is not TaStatement ta)
            {
                TryHead(reduction, [.. reduction.Setup.Head.Where(s => s != statement)]);
                continue;
            }

            if (ta.Body.Count > 0) TryHead(reduction, [.. reduction.Setup.Head.Select(s => s == statement ? ta with { Body = [] } : s)]);
        }
    }

    private static bool IsKept(Statement statement) =>
        statement is SettingStatement setting && (setting.Is(SettingForm.Target) || setting.Is(SettingForm.Driver));

    private static void TryHead(Reduction reduction, IReadOnlyList<Statement> head)
    {
        if (reduction.Setup.WithHead(head) is { } setup) reduction.Try(setup);
    }
}
