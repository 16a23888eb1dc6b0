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
        string[] expected = failure.Expectations ?? [];
        string found = failure.Remainder.IsAtEnd ? "the end of the line" : Printable.Quote(failure.Remainder.ConsumeToken().Value.ToStringValue());
        return $"found {found} where {List(expected)} is expected{Hint(failure.Remainder, expected)}";
    }

    /// <summary>
    /// What is wrong with a line that starts with no keyword and is no call either, or null when nothing better can be said
    /// than where the call's grammar was left: a keyword is misspelt, or the process is missing.
    /// </summary>
    public static string? OfFirstWord(Token<ScriptToken>[] words)
    {
        ScriptToken second = words.Length > 1 ? words[1].Kind : ScriptToken.EndOfLine;
        ScriptToken third = words.Length > 2 ? words[2].Kind : ScriptToken.EndOfLine;
        string first = words[0].ToStringValue();
        string quoted = Printable.Quote(first);
        string? keyword = Nearest.To(first, Grammar.Keywords);
        if (second == ScriptToken.OpenParenthesis)
        {
            return $"found no process in front of {quoted}; a call starts with the process that makes it, as in 'player {first[..Math.Min(first.Length, 40)]}(…)'";
        }

        bool isCall = second == ScriptToken.Name && third is ScriptToken.OpenParenthesis or ScriptToken.Assign;
        bool isExpectation = keyword == "expect" && Array.Exists(words, word => word.Kind == ScriptToken.Comparison);
        if (keyword is not null && (!isCall || isExpectation)) return $"unknown statement {quoted}; did you mean '{keyword}'?";
        return second == ScriptToken.Assign
            ? $"found no process in front of {quoted}; a call starts with the process that makes it, as in 'player {first[..Math.Min(first.Length, 40)]} = …'"
            : null;
    }

    private static string List(string[] expected) => expected.Length switch
    {
        0 => "something else",
        1 => expected[0],
        _ => $"{string.Join(", ", expected[..^1])} or {expected[^1]}",
    };

    /// <summary>A word is compared with the words that were expected, an operator with the operators.</summary>
    private static string Hint(TokenList<ScriptToken> remainder, string[] expected)
    {
        if (remainder.IsAtEnd) return "";
        Token<ScriptToken> found = remainder.ConsumeToken().Value;
        return found.Kind switch
        {
            ScriptToken.Name => Nearest.Hint(found.ToStringValue(), expected.Where(e => e[0] == '\'' && char.IsAsciiLetter(e[1])).Select(e => e.Trim('\''))),
            ScriptToken.Assign when expected is [['\'', '=', '=', ..]] => "; did you mean '=='?",
            _ => "",
        };
    }
}
