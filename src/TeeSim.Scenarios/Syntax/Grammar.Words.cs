using Superpower;
using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// The smallest parsers: one token each. What they expect is said in the words of the error sentence: "found … where … is
/// expected". All of them give reference types, which lets the runtime share one machine code between them.
/// </summary>
internal sealed partial class Grammar
{
    /// <summary>Characters of a name that a script gives or uses.</summary>
    public const int LongestName = 64;

    /// <summary>A sign, or an operator.</summary>
    private TokenListParser<ScriptToken, Name> Sign(ScriptToken kind, string expected) => OneOf(expected, token => token.Kind == kind);

    /// <summary>A particular word.</summary>
    private TokenListParser<ScriptToken, Name> Keyword(string word) =>
        OneOf($"'{word}'", token => token.Kind == ScriptToken.Name && token.Span.EqualsValue(word));

    /// <summary>A name that the script gives or uses.</summary>
    private TokenListParser<ScriptToken, Name> Identifier(string expected) => Checked<Name>(
        OneOf(expected, token => token.Kind == ScriptToken.Name),
        name => name.Text.Length <= LongestName
            ? (name, null)
            : (null, $"found {Printable.Quote(name.Text)} where {expected} of at most {LongestName} characters is expected"));

    /// <summary>A process, or a thread of one.</summary>
    private TokenListParser<ScriptToken, Name> Thread => field ??= Identifier("a process").Or(
        OneOf("a process", token => token.Kind == ScriptToken.Word && ScriptTokenizer.IsThread(token.ToStringValue())));

    /// <summary>A name that TeeSim gives, which may hold dots and hyphens: a profile, a driver.</summary>
    private TokenListParser<ScriptToken, Name> AnyWord(string expected) =>
        OneOf(expected, token => token.Kind is ScriptToken.Name or ScriptToken.Number or ScriptToken.Word);

    private TokenListParser<ScriptToken, Name> OneOf(string expected, Func<Token<ScriptToken>, bool> fits)
    {
        string[] expectations = [expected];
        return input =>
        {
            TokenListParserResult<ScriptToken, Token<ScriptToken>> next = input.ConsumeToken();
            return next.HasValue && fits(next.Value)
                ? TokenListParserResult.Value(new Name(next.Value.ToStringValue(), At(next.Value)), input, next.Remainder)
                : TokenListParserResult.Empty<ScriptToken, Name>(input, expectations);
        };
    }

    /// <summary>Nothing more on the line; the comment is not part of what the grammar sees.</summary>
    private static TokenListParser<ScriptToken, string> EndOfLine(string expected)
    {
        string[] expectations = [expected];
        return input => input.IsAtEnd
            ? TokenListParserResult.Value("", input, input)
            : TokenListParserResult.Empty<ScriptToken, string>(input, expectations);
    }

    /// <summary>
    /// A word that must also mean something. Its error has a position of its own: that is how Superpower knows that the
    /// word was the right one, though a wrong value, and that no alternative is to be tried.
    /// </summary>
    private static TokenListParser<ScriptToken, T> Checked<T>(
        TokenListParser<ScriptToken, Name> word, Func<Name, (T? Value, string? Problem)> convert)
        where T : class => input =>
    {
        TokenListParserResult<ScriptToken, Name> found = word(input);
        if (!found.HasValue) return TokenListParserResult.CastEmpty<ScriptToken, Name, T>(found);
        (T? value, string? problem) = convert(found.Value);
        return value is not null
            ? TokenListParserResult.Value(value, input, found.Remainder)
            : TokenListParserResult.Empty<ScriptToken, T>(input, input.ConsumeToken().Value.Position, problem!);
    };
}
