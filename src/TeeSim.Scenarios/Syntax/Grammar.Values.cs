using Superpower;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Numbers, ranges, times, UUIDs and what else can be an argument.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Number> Size => field ??= NumberNamed("a size");

    private TokenListParser<ScriptToken, Number> Count => field ??= NumberNamed("a number");

    /// <summary><c>BASE + SIZE</c> where only that will do.</summary>
    private TokenListParser<ScriptToken, RangeValue> Range => field ??=
        from start in NumberNamed("an address")
        from plus in Sign(ScriptToken.Plus, "'+' with a size")
        from size in Size
        select new RangeValue(start, size);

    private TokenListParser<ScriptToken, Value> Value => field ??=
        Numeric.Or(Identifier("an argument").Select(name => (Value)new NameValue(name)));

    /// <summary>A number, a range, a time or a call site.</summary>
    private TokenListParser<ScriptToken, Value> Numeric => field ??=
        Checked(OneOf("an argument", token => token.Kind is ScriptToken.Number or ScriptToken.Word), ToNumeric)
            .Then(value => value is NumberValue number ? RangeFrom(number) : Parse.Return<ScriptToken, Value>(value));

    private TokenListParser<ScriptToken, Name> Plus => field ??= Sign(ScriptToken.Plus, "'+'");

    private TokenListParser<ScriptToken, UuidWord> Uuid => field ??= Checked(AnyWord("a UUID"), ToUuid);

    private TokenListParser<ScriptToken, Value> RangeFrom(NumberValue start) =>
        Plus.IgnoreThen(Size).Select(size => (Value)new RangeValue(start.Number, size)).OptionalOrDefault(start);

    private TokenListParser<ScriptToken, Number> NumberNamed(string expected) => Checked<Number>(
        OneOf(expected, token => token.Kind is ScriptToken.Number or ScriptToken.Word),
        word => ToNumber(word, out string? problem) is { } number ? (number, null) : (null, problem));

    private static Number? ToNumber(Name word, out string? problem) =>
        NumberText.Parse(word.Text, out problem) is { } value ? new Number(value, word.Text, word.Position) : null;

    private static (Value? Value, string? Problem) ToNumeric(Name word)
    {
        string? problem;
        if (ScriptTokenizer.IsThread(word.Text)) return (new NameValue(word), null);
        if (IsFile(word.Text))
        {
            (SiteReference? site, problem) = ToSite(word);
            return site is null ? (null, problem) : (new SiteValue(site), null);
        }

        if (DurationText.IsDuration(word.Text))
        {
            return DurationText.Parse(word.Text, out problem) is { } time
                ? (new DurationValue(time, word.Text, word.Position), null)
                : (null, problem);
        }

        return ToNumber(word, out problem) is { } number ? (new NumberValue(number), null) : (null, problem);
    }

    // Numbers begin with a digit, and have neither folders nor lines.
    private static bool IsFile(string word) =>
        word.Contains(':', StringComparison.Ordinal) || !char.IsAsciiDigit(word[0]) && word.AsSpan().IndexOfAny('.', '/') >= 0;

    private static (UuidWord? Value, string? Problem) ToUuid(Name word) =>
        Guid.TryParseExact(word.Text, "D", out Guid uuid) && uuid.ToString("D").Equals(word.Text, StringComparison.OrdinalIgnoreCase)
            ? (new UuidWord(uuid), null)
            : (null, $"found {Printable.Quote(word.Text)} where a UUID is expected, such as acbe4b66-6e40-46dc-a2fe-a576922cf170");

    private sealed record UuidWord(Guid Uuid);
}
