using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Takes the lines one by one and puts them into their blocks. After a mistake it goes on as if the line had been right.</summary>
internal sealed partial class ScriptBuilder(Grammar grammar, DiagnosticList diagnostics)
{
    private readonly List<Statement> _outermost = [];

    public void Add(SourceLine line)
    {
        CheckComment(line);
        if (line.Words.Length == 0) AddToBlock(CommentOf(line));
        else if (line.Words[0].Kind == ScriptToken.CloseBrace) Close(line);
        else if (line.Words[0].Kind == ScriptToken.OpenBrace) OpenLate(line);
        else if (_blocks.TryPeek(out Block? block) && block.Header is TaStatement && !BelongsInTa(line)) AddToTa(line, block);
        else AddStatement(line);
    }

    /// <summary>All statements. Says so when a block is still open at <paramref name="endOfFile"/>.</summary>
    public IReadOnlyList<Statement> Finish(SourcePosition endOfFile)
    {
        if (_blocks.TryPeek(out Block? open))
        {
            int line = open.Header.Position.Line;
            diagnostics.Add(endOfFile, $"found the end of the file where '}}' is expected; the block opened in line {line} is not closed");
        }

        return _outermost;
    }

    private static bool BelongsOnlyInTa(SourceLine line) => TaStatement.Lines.Contains(line.Words[0].ToStringValue());

    // The heap of a TA is declared like that of the core.
    private static bool BelongsInTa(SourceLine line) => BelongsOnlyInTa(line) || line.Words[0].Span.EqualsValue("heap");

    private void AddStatement(SourceLine line)
    {
        Token<ScriptToken> first = line.Words[0];
        if (first.Kind != ScriptToken.Name && !ScriptTokenizer.IsThread(first.ToStringValue()))
        {
            Report(first, $"found {Printable.Quote(first.ToStringValue())} where a statement is expected");
        }
        else if (BelongsOnlyInTa(line) && !(_blocks.TryPeek(out Block? block) && block.Header is TaStatement))
        {
            Report(first, $"found '{first.ToStringValue()}' outside of a TA's braces");
        }
        else
        {
            Parse(line, first.ToStringValue());
        }
    }

    private void Parse(SourceLine line, string keyword)
    {
        _braceIsMissed = false;
        TokenListParserResult<ScriptToken, Line> result = grammar.LineOf(keyword)(new TokenList<ScriptToken>(line.Words));
        if (result.HasValue)
        {
            Statement statement = WithSurroundings(result.Value.Statement, line);
            if (result.Value.OpensBlock) Open(statement);
            else AddToBlock(statement);
            return;
        }

        if (!Grammar.Keywords.Contains(keyword) && SyntaxSentence.OfFirstWord(line.Words) is { } sentence) Report(line.Words[0], sentence);
        else diagnostics.Add(PositionOf(result, line), SyntaxSentence.Of(result));
        bool opens = keyword == "repeat" && !Array.Exists(line.Words, word => word.Kind is ScriptToken.OpenBrace or ScriptToken.CloseBrace);
        if (opens || IsOpen(line)) Open(Placeholder(keyword, grammar.At(line.Words[0])));
        _braceIsMissed = opens;
    }

    private CommentStatement CommentOf(SourceLine line) =>
        new(grammar.At(line.Comment!.Value), line.CommentText!) { BlankLineBefore = line.BlankLineBefore };

    private static Statement WithSurroundings(Statement statement, SourceLine line) =>
        statement with { TrailingComment = line.CommentText, BlankLineBefore = line.BlankLineBefore };

    /// <summary>Comments are printed back as they are, so they may not hold what would steer a terminal.</summary>
    private void CheckComment(SourceLine line)
    {
        if (line.Comment is not { } comment) return;
        ReadOnlySpan<char> text = comment.Span.AsReadOnlySpan();
        int at = 0;
        while (at < text.Length && (!char.IsControl(text[at]) || text[at] == '\t')) at++;
        if (at == text.Length) return;
        SourcePosition start = grammar.At(comment);
        diagnostics.Add(
            start with { Column = start.Column + at },
            $"found {Printable.Quote(text.Slice(at, 1))} in a comment; control characters have no place in a script");
    }

    private SourcePosition PositionOf<T>(TokenListParserResult<ScriptToken, T> failure, SourceLine line)
    {
        if (!failure.Remainder.IsAtEnd) return grammar.At(failure.Remainder.ConsumeToken().Value);
        Token<ScriptToken> last = line.Words[^1];
        SourcePosition start = grammar.At(last);
        return start with { Column = start.Column + last.Span.Length };
    }

    private void Report(Token<ScriptToken> at, string message) => diagnostics.Add(grammar.At(at), message);
}
