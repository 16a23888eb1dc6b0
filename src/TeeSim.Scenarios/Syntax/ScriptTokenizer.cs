using Superpower;
using Superpower.Model;
using TeeSim.Kernel.NormalWorld;

namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// Cuts a script into words, signs, comments and line ends. What fits nowhere becomes a token too, for the grammar to report.
/// </summary>
internal sealed class ScriptTokenizer : Tokenizer<ScriptToken>
{
    protected override IEnumerable<Result<ScriptToken>> Tokenize(TextSpan span)
    {
        TextSpan rest = SkipBlanks(span);
        while (!rest.IsAtEnd)
        {
            (ScriptToken kind, int length) = Next(rest.AsReadOnlySpan());
            TextSpan behind = rest.Skip(length);
            yield return Result.Value(kind, rest, behind);
            rest = SkipBlanks(behind);
        }
    }

    private static TextSpan SkipBlanks(TextSpan span)
    {
        ReadOnlySpan<char> text = span.AsReadOnlySpan();
        int blanks = 0;
        while (blanks < text.Length && text[blanks] is ' ' or '\t') blanks++;
        return span.Skip(blanks);
    }

    private static (ScriptToken Kind, int Length) Next(ReadOnlySpan<char> text) => (text[0], text.Length > 1 ? text[1] : '\0') switch
    {
        ('\n', _) => (ScriptToken.EndOfLine, 1),
        ('\r', '\n') => (ScriptToken.EndOfLine, 2),
        ('#', _) => (ScriptToken.Comment, CommentLength(text)),
        ('{', _) => (ScriptToken.OpenBrace, 1),
        ('}', _) => (ScriptToken.CloseBrace, 1),
        ('(', _) => (ScriptToken.OpenParenthesis, 1),
        (')', _) => (ScriptToken.CloseParenthesis, 1),
        (',', _) => (ScriptToken.Comma, 1),
        (':', _) => (ScriptToken.Colon, 1),
        ('+', _) => (ScriptToken.Plus, 1),
        ('-', '>') => (ScriptToken.Arrow, 2),
        ('=' or '!' or '<' or '>', '=') => (ScriptToken.Comparison, 2),
        ('<' or '>', _) => (ScriptToken.Comparison, 1),
        ('=', _) => (ScriptToken.Assign, 1),
        (char c, char next) when IsWordPart(c) || (c == '-' && IsWordPart(next)) || (c, next) is ('-', '-') => Word(text),
        (char high, char low) when char.IsSurrogatePair(high, low) => (ScriptToken.Unknown, 2),
        _ => (ScriptToken.Unknown, 1),
    };

    private static int CommentLength(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf('\n');
        if (end < 0) return text.Length;
        return text[end - 1] == '\r' ? end - 1 : end;
    }

    private static (ScriptToken Kind, int Length) Word(ReadOnlySpan<char> text)
    {
        bool plain = true, file = false;
        int length = 0;
        for (; length < text.Length; length++)
        {
            char c = text[length];
            char next = length + 1 < text.Length ? text[length + 1] : '\0';
            if (char.IsAsciiLetterOrDigit(c) || c == '_') continue;

            // A colon is part of a word only in a call site: 'mobj.c:168', but 'input:0x5a300000' is a label and a number.
            bool inWord = c is '.' or '/' || (c == '-' && next != '>') || (c == ':' && file && char.IsAsciiDigit(next));
            if (!inWord) break;
            plain = false;
            file |= c is '.' or '/';
        }

        if (!plain) return (ScriptToken.Word, length);
        return (char.IsAsciiDigit(text[0]) ? ScriptToken.Number : ScriptToken.Name, length);
    }

    /// <summary>Whether a text is a name that a script could give or use.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Grammar.LongestName && !char.IsAsciiDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Whether a text is the name of a process, or of a thread of one.</summary>
    public static bool IsThread(string text) =>
        text.Length <= Grammar.LongestName && text.Split(ThreadName.Separator) is [var process, .. var thread] && IsName(process)
        && (thread.Length == 0 || (thread is [var name] && IsName(name)));

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/';
}
