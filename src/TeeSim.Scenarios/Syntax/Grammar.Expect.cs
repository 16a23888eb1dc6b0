using System.Globalization;
using Superpower;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Expectations.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Expect => field ??=
        from keyword in Keyword("expect")
        from name in Identifier("a metric")
        from metric in OfSomething(name)
        from comparison in Comparison
        from value in Count
        from end in EndOfLine("the end of the line")
        select new Line(new ExpectStatement(keyword.Position, metric, comparison.Operator, value));

    private TokenListParser<ScriptToken, ComparisonWord> Comparison => field ??=
        OneOf("'==', '!=', '<', '<=', '>' or '>='", token => token.Kind == ScriptToken.Comparison)
            .Select(sign => new ComparisonWord((ComparisonOperator)IndexOf(ComparisonOperators.Symbols, sign.Text)));

    private TokenListParser<ScriptToken, SiteReference> Site => field ??=
        Checked(OneOf("a TA or a call site", token => token.Kind is ScriptToken.Word or ScriptToken.Number), ToSite);

    private TokenListParser<ScriptToken, Metric> OfSomething(Name metric) =>
        (from open in Sign(ScriptToken.OpenParenthesis, "'('")
         from what in Site.Select(site => new Metric(metric, null, site))
             .Or(Identifier("a TA or a call site").Select(ta => new Metric(metric, ta, null)))
         from close in Sign(ScriptToken.CloseParenthesis, "')'")
         select what)
        .OptionalOrDefault(new Metric(metric, null, null));

    private static (SiteReference? Value, string? Problem) ToSite(Name word)
    {
        int colon = word.Text.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> digits = word.Text.AsSpan(colon + 1);
        return colon > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line > 0
            ? (new SiteReference(word.Text[..colon], line, word.Position), null)
            : (null, $"found {Printable.Quote(word.Text)} where a call site is expected, a file and a line such as mobj.c:168");
    }

    private static int IndexOf(IReadOnlyList<string> symbols, string text)
    {
        int index = 0;
        while (symbols[index] != text) index++;
        return index;
    }

    private sealed record ComparisonWord(ComparisonOperator Operator);
}
