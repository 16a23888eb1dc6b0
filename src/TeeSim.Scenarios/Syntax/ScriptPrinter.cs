using System.Text;

namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// Writes scripts in their canonical form: processes and results in columns, four spaces for each block, at most one blank line
/// between statements. What it writes parses to an equal script, and prints to the same text again.
/// </summary>
public static class ScriptPrinter
{
    /// <summary>The whole script; each line ends with LF.</summary>
    public static string Print(Script script)
    {
        var writer = new ScriptWriter(ColumnWidths.Of(script.Statements));
        writer.WriteAll(script.Statements);
        return writer.ToString();
    }

    /// <summary><c>unmap(s, 0x5a399000, 0x1000)</c>: the call alone, without process, result name and expected result.</summary>
    public static string Print(CallStatement call) => $"{call.Call.Text}({string.Join(", ", call.Arguments.Select(Print))})";

    /// <summary><c>player: unmap(s, 0x5a399000, 0x1000)</c>.</summary>
    public static string PrintWithProcess(CallStatement call) => $"{call.Process.Text}: {Print(call)}";

    /// <summary><c>pa: 0x1000</c> or <c>0x1000</c>.</summary>
    public static string Print(Argument argument) =>
        argument.Label is { } label ? $"{label.Text}: {Print(argument.Value)}" : Print(argument.Value);

    /// <summary>A value as scripts write it.</summary>
    public static string Print(Value value) => value switch
    {
        NumberValue number => number.Number.Text,
        RangeValue range => $"{range.Base.Text} + {range.Size.Text}",
        NameValue name => name.Name.Text,
        DurationValue duration => duration.Text,
        SiteValue site => Print(site.Site),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };

    /// <summary><c>blocks(mobj.c:168)</c>.</summary>
    public static string Print(Metric metric) => metric switch
    {
        { Ta: { } ta } => $"{metric.Name.Text}({ta.Text})",
        { Site: { } site } => $"{metric.Name.Text}({Print(site)})",
        _ => metric.Name.Text,
    };

    /// <summary><c>mobj.c:168</c>.</summary>
    public static string Print(SiteReference site) => new StringBuilder(site.File).Append(':').Append(Invariant(site.Line)).ToString();

    /// <summary><c>regions(drm) &lt;= 9</c>: the expectation without the word <c>expect</c>.</summary>
    public static string Print(ExpectStatement expectation) =>
        $"{(expectation.Sometimes ? $"{ExpectStatement.SometimesWord} " : "")}{Print(expectation.Metric)} "
        + $"{expectation.Operator.Symbol()} {expectation.Value.Text}";

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
