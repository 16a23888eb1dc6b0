using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Says in one sentence what is wrong with a line that the grammar does not accept.</summary>
internal static class SyntaxSentence
{
    /// <summary>What was found and what was expected, with the nearest thing that was.</summary>
    public static string Of<T>(TokenListParserResult<ScriptToken, T> failure)
    {
        if (failure.ErrorMessage is { } message) return message;
        string[] expected = [.. (failure.Expectations ?? []).Distinct()];
        string found = failure.Remainder.IsAtEnd
            ? "the end of the line"
            : Printable.Quote(failure.Remainder.ConsumeToken().Value.ToStringValue());
        return $"found {found} where {List(expected)} is expected{Hint(failure.Remainder, expected)}";
    }

    /// <summary>What is wrong with a word that should be a call site; a file without a line can be taken for a thread.</summary>
    public static string NoSite(string word) =>
        $"found {Printable.Quote(word)} where a call site is expected, a file and a line such as mobj.c:168";

    /// <summary>
    /// What is wrong with a line that starts with no keyword and is no call either, or null when nothing better can be said
    /// than where the call's grammar was left: a keyword is misspelt, or the process is missing.
    /// </summary>
    public static string? OfFirstWord(Token<ScriptToken>[] words)
    {
        ScriptToken second = words.Length > 1 ? words[1].Kind : ScriptToken.EndOfLine;
        string first = words[0].ToStringValue();
        string? keyword = Nearest.To(first, Grammar.Keywords);
        if (second == ScriptToken.OpenParenthesis) return MissingProcess(first, "(…)");
        bool isExpectation = keyword == "expect" && Array.Exists(words, word => word.Kind == ScriptToken.Comparison);
        if (keyword is not null && (!LooksLikeCall(words) || isExpectation))
        {
            return $"unknown statement {Printable.Quote(first)}; did you mean '{keyword}'?";
        }

        return second == ScriptToken.Assign ? MissingProcess(first, " = …") : null;
    }

    /// <summary>Whether a line starts as calls do: two names, then a parenthesis or an equals sign.</summary>
    public static bool LooksLikeCall(Token<ScriptToken>[] words) =>
        words is [{ Kind: ScriptToken.Name or ScriptToken.Word }, { Kind: ScriptToken.Name }, var third, ..]
        && third.Kind is ScriptToken.OpenParenthesis or ScriptToken.Assign;

    private static string MissingProcess(string first, string rest) => $"found no process in front of {Printable.Quote(first)}; "
        + $"a call starts with the process that makes it, as in {Printable.Quote($"player {first}{rest}")}";

    private static string List(string[] expected) => expected.Length == 0 ? "something else" : Enumeration.Or(expected);

    private static bool IsKeyword(string expected) => expected[0] == '\'' && char.IsAsciiLetter(expected[1]);

    /// <summary>A word is compared with the words that were expected, an operator with the operators.</summary>
    private static string Hint(TokenList<ScriptToken> remainder, string[] expected)
    {
        if (remainder.IsAtEnd) return "";
        Token<ScriptToken> found = remainder.ConsumeToken().Value;
        return found.Kind switch
        {
            ScriptToken.Name => Nearest.Hint(found.ToStringValue(), expected.Where(IsKeyword).Select(e => e.Trim('\''))),
            ScriptToken.Assign when expected is [['\'', '=', '=', ..]] => "; did you mean '=='?",
            _ => "",
        };
    }
}
