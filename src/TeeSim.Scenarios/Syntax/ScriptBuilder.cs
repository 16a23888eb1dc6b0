using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Takes the lines one by one and puts them into their blocks. After a mistake it goes on as if the line had been right.</summary>
internal sealed class ScriptBuilder(Grammar grammar, DiagnosticList diagnostics)
{
    private readonly List<Statement> _outermost = [];
    private readonly Stack<Block> _blocks = new();
    private bool _braceIsMissed;

    public void Add(SourceLine line)
    {
        CheckComment(line);
        if (line.Words.Length == 0) AddToBlock(new CommentStatement(grammar.At(line.Comment!.Value), line.CommentText!), line);
        else if (line.Words[0].Kind == ScriptToken.CloseBrace) Close(line);
        else if (line.Words[0].Kind == ScriptToken.OpenBrace) OpenLate(line);
        else if (_blocks.TryPeek(out Block? block) && block.Header is TaStatement && !IsRegion(line)) AddToTa(line, block);
        else AddStatement(line);
    }

    /// <summary>All statements. Says so when a block is still open at <paramref name="endOfFile"/>.</summary>
    public IReadOnlyList<Statement> Finish(SourcePosition endOfFile)
    {
        if (_blocks.TryPeek(out Block? open))
        {
            diagnostics.Add(endOfFile, $"found the end of the file where '}}' is expected; the block opened in line {open.Header.Position.Line} is not closed");
        }

        return _outermost;
    }

    private static bool IsRegion(SourceLine line) => line.Words[0].Span.EqualsValue("region");

    private static bool IsOpen(SourceLine line) =>
        line.Words.Count(word => word.Kind == ScriptToken.OpenBrace) > line.Words.Count(word => word.Kind == ScriptToken.CloseBrace);

    private void AddStatement(SourceLine line)
    {
        Token<ScriptToken> first = line.Words[0];
        if (first.Kind != ScriptToken.Name)
        {
            Report(first, $"found {Printable.Quote(first.ToStringValue())} where a statement is expected");
        }
        else if (IsRegion(line) && !(_blocks.TryPeek(out Block? block) && block.Header is TaStatement))
        {
            Report(first, "found 'region' outside of a TA's braces");
        }
        else
        {
            Parse(line, first.ToStringValue());
        }
    }

    private void Parse(SourceLine line, string keyword)
    {
        TokenListParserResult<ScriptToken, Line> result = grammar.LineOf(keyword)(new TokenList<ScriptToken>(line.Words));
        if (result.HasValue)
        {
            Statement statement = result.Value.Statement;
            if (result.Value.OpensBlock) Open(statement with { TrailingComment = line.CommentText, BlankLineBefore = line.BlankLineBefore });
            else AddToBlock(statement, line);
            return;
        }

        if (!Grammar.Keywords.Contains(keyword) && SyntaxSentence.OfFirstWord(line.Words) is { } sentence) Report(line.Words[0], sentence);
        else diagnostics.Add(PositionOf(result, line), SyntaxSentence.Of(result));
        bool opens = keyword == "repeat" && !Array.Exists(line.Words, word => word.Kind is ScriptToken.OpenBrace or ScriptToken.CloseBrace);
        if (opens || IsOpen(line)) Open(Placeholder(keyword, grammar.At(line.Words[0])));
        _braceIsMissed = opens;
    }

    /// <summary>A brace on a line of its own, behind the line that it belongs to.</summary>
    private void OpenLate(SourceLine line)
    {
        if (!_braceIsMissed)
        {
            Report(line.Words[0], "found '{' where a statement is expected; a block opens at the end of the line that it belongs to");
            List<Statement> before = _blocks.TryPeek(out Block? block) ? block.Body : _outermost;
            if (IsOpen(line)) Open(Placeholder(before.LastOrDefault() is TaStatement ? "ta" : "repeat", grammar.At(line.Words[0])));
        }

        _braceIsMissed = false;
    }

    /// <summary>A line that has no business in a TA's block: a mistake in it, or the block was to end above.</summary>
    private void AddToTa(SourceLine line, Block block)
    {
        Token<ScriptToken> first = line.Words[0];
        string word = first.ToStringValue();
        string hint = Nearest.Hint(word, ["region"]);
        Report(first, $"found {Printable.Quote(word)} where 'region' or '}}' is expected"
            + (hint.Length > 0 ? hint : $"; the TA's block opened in line {block.Header.Position.Line} is not closed"));
        if (hint.Length > 0) return;
        Pop(null);
        AddStatement(line);
    }

    private void Open(Statement header)
    {
        _blocks.Push(new Block(header, []));
        if (_blocks.Count == RepeatStatement.DeepestNesting + 1 && header is RepeatStatement)
        {
            diagnostics.Add(header.Position, $"found a repeat inside of {RepeatStatement.DeepestNesting} others; that is as deep as repeats can be nested");
        }
    }

    private void Close(SourceLine line)
    {
        TokenListParserResult<ScriptToken, Name> brace = grammar.CloseBrace(new TokenList<ScriptToken>(line.Words));
        if (!brace.HasValue) diagnostics.Add(PositionOf(brace, line), SyntaxSentence.Of(brace));
        if (_blocks.Count > 0) Pop(line.CommentText);
        else Report(line.Words[0], "found '}' where no block is open");
    }

    private void Pop(string? closingComment)
    {
        Block block = _blocks.Pop();
        Statement whole = block.Header switch
        {
            RepeatStatement repeat => repeat with { Body = block.Body, ClosingComment = closingComment },
            TaStatement ta => ta with { Body = block.Body, ClosingComment = closingComment },
            Statement other => other,
        };
        (_blocks.TryPeek(out Block? outer) ? outer.Body : _outermost).Add(whole);
    }

    private void AddToBlock(Statement statement, SourceLine line)
    {
        bool isComment = statement is CommentStatement;
        List<Statement> body = _blocks.TryPeek(out Block? block) ? block.Body : _outermost;
        body.Add(statement with { TrailingComment = isComment ? null : line.CommentText, BlankLineBefore = line.BlankLineBefore });
    }

    /// <summary>Comments are printed back as they are, so they may not hold what would steer a terminal.</summary>
    private void CheckComment(SourceLine line)
    {
        if (line.Comment is not { } comment) return;
        ReadOnlySpan<char> text = comment.Span.AsReadOnlySpan();
        int at = 0;
        while (at < text.Length && (!char.IsControl(text[at]) || text[at] == '\t')) at++;
        if (at == text.Length) return;
        SourcePosition start = grammar.At(comment);
        string found = Printable.Quote(text.Slice(at, 1));
        diagnostics.Add(start with { Column = start.Column + at }, $"found {found} in a comment; control characters have no place in a script");
    }

    private SourcePosition PositionOf<T>(TokenListParserResult<ScriptToken, T> failure, SourceLine line)
    {
        if (!failure.Remainder.IsAtEnd) return grammar.At(failure.Remainder.ConsumeToken().Value);
        Token<ScriptToken> last = line.Words[^1];
        SourcePosition start = grammar.At(last);
        return start with { Column = start.Column + last.Span.Length };
    }

    private void Report(Token<ScriptToken> at, string message) => diagnostics.Add(grammar.At(at), message);

    /// <summary>Stands for a block's first line that is wrong; it never gets into a script, since there is a diagnostic.</summary>
    private static Statement Placeholder(string keyword, SourcePosition position) => keyword == "ta"
        ? new TaStatement(position, new Name("", position), Guid.Empty, [], [])
        : new RepeatStatement(position, new UntilPrintOom(null), []);

    private sealed record Block(Statement Header, List<Statement> Body);
}
