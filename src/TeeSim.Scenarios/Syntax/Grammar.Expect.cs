using System.Globalization;
using Superpower;
using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Expectations.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Expect => field ??=
        from keyword in Keyword("expect")
        from sometimes in Sometimes
        from name in Identifier("a metric")
        from metric in OfSomething(name)
        from comparison in Comparison
        from value in Count
        from end in EndOfLine("the end of the line")
        select new Line(
            new ExpectStatement(keyword.Position, metric, comparison.Operator, value) { Sometimes = sometimes.Text.Length > 0 });

    /// <summary>
    /// The word, or one without text where a metric follows. A word in front of another one was meant to be it when it is nearly the same.
    /// </summary>
    private TokenListParser<ScriptToken, Name> Sometimes => field ??= input =>
    {
        Token<ScriptToken>[] words = [.. input.Take(2)];
        if (words is not [{ Kind: ScriptToken.Name } word, ..]
            || !IsNearlySometimes(word, followedByName: words is [_, { Kind: ScriptToken.Name }]))
        {
            return TokenListParserResult.Value(new Name("", default), input, input);
        }
        string text = word.ToStringValue();
        return text == ExpectStatement.SometimesWord
            ? TokenListParserResult.Value(new Name(text, At(word)), input, input.ConsumeToken().Remainder)
            : TokenListParserResult.Empty<ScriptToken, Name>(input, word.Position,
                $"found {Printable.Quote(text)} where a metric or '{ExpectStatement.SometimesWord}' is expected; "
                + $"did you mean '{ExpectStatement.SometimesWord}'?");
    };

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

    private static bool IsNearlySometimes(Token<ScriptToken> word, bool followedByName) =>
        word.Span.EqualsValue(ExpectStatement.SometimesWord)
        || followedByName && Nearest.To(word.ToStringValue(), [ExpectStatement.SometimesWord]) is not null;

    private static (SiteReference? Value, string? Problem) ToSite(Name word)
    {
        int colon = word.Text.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> digits = word.Text.AsSpan(colon + 1);
        return colon > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line > 0
            ? (new SiteReference(word.Text[..colon], line, word.Position), null)
            : (null, SyntaxSentence.NoSite(word.Text));
    }

    private static int IndexOf(IReadOnlyList<string> symbols, string text)
    {
        int index = 0;
        while (symbols[index] != text) index++;
        return index;
    }

    private sealed record ComparisonWord(ComparisonOperator Operator);
}
