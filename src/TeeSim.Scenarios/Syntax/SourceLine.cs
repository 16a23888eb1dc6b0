using Superpower.Model;

namespace TeeSim.Scenarios.Syntax;

/// <summary>A line that is not blank.</summary>
/// <param name="Words">Its tokens but for the comment.</param>
/// <param name="Comment">The comment at its end, if any.</param>
/// <param name="BlankLineBefore">Whether the line above it is blank.</param>
internal sealed record SourceLine(Token<ScriptToken>[] Words, Token<ScriptToken>? Comment, bool BlankLineBefore)
{
    /// <summary>What stands behind the <c>#</c>; null without a comment.</summary>
    public string? CommentText => Comment?.ToStringValue()[1..].TrimEnd();

    /// <summary>Cuts a token list into lines.</summary>
    public static IEnumerable<SourceLine> Of(TokenList<ScriptToken> tokens)
    {
        var words = new List<Token<ScriptToken>>();
        Token<ScriptToken>? comment = null;
        bool blankBefore = false;
        foreach (Token<ScriptToken> token in tokens)
        {
            if (token.Kind == ScriptToken.Comment)
            {
                comment = token;
            }
            else if (token.Kind != ScriptToken.EndOfLine)
            {
                words.Add(token);
            }
            else
            {
                bool blank = words.Count == 0 && comment is null;
                if (!blank) yield return new SourceLine([.. words], comment, blankBefore);
                words.Clear();
                comment = null;
                blankBefore = blank;
            }
        }

        if (words.Count > 0 || comment is not null) yield return new SourceLine([.. words], comment, blankBefore);
    }
}
