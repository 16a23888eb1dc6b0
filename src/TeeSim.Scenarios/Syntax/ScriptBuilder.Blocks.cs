using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Blocks: where they open and close, or should have.</summary>
internal sealed partial class ScriptBuilder
{
    private readonly Stack<Block> _blocks = new();
    private bool _braceIsMissed;

    private List<Statement> Innermost => _blocks.TryPeek(out Block? block) ? block.Body : _outermost;

    private void AddToBlock(Statement statement) => Innermost.Add(statement);

    private static bool IsOpen(SourceLine line) =>
        line.Words.Count(word => word.Kind == ScriptToken.OpenBrace) > line.Words.Count(word => word.Kind == ScriptToken.CloseBrace);

    /// <summary>A brace on a line of its own, behind the line that it belongs to.</summary>
    private void OpenLate(SourceLine line)
    {
        if (!_braceIsMissed)
        {
            Report(line.Words[0], "found '{' where a statement is expected; a block opens at the end of the line that it belongs to");
            string keyword = Innermost.LastOrDefault() is TaStatement ? "ta" : "repeat";
            if (IsOpen(line)) Open(Placeholder(keyword, grammar.At(line.Words[0])));
        }

        _braceIsMissed = false;
    }

    /// <summary>A line that has no business in a TA's block: a mistake in it, or the block was to end above.</summary>
    private void AddToTa(SourceLine line, Block block)
    {
        Token<ScriptToken> first = line.Words[0];
        string word = first.ToStringValue();
        string hint = Nearest.Hint(word, [.. TaStatement.Lines, "heap"]);
        Report(first, $"found {Printable.Quote(word)} where 'region', 'segment', 'stack', 'heap', 'aslr', 'binary' or '}}' is expected"
            + (hint.Length > 0 ? hint : $"; the TA's block opened in line {block.Header.Position.Line} is not closed"));
        bool isElsewhere = Grammar.Keywords.Contains(word) || SyntaxSentence.LooksLikeCall(line.Words);
        if (!isElsewhere) return;
        Pop(null);
        AddStatement(line);
    }

    private void Open(Statement header)
    {
        _blocks.Push(new Block(header, []));
        if (_blocks.Count == RepeatStatement.DeepestNesting + 1 && header is not TaStatement)
        {
            diagnostics.Add(header.Position,
                $"found a block inside of {RepeatStatement.DeepestNesting} others; that is as deep as blocks can be nested");
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
            CallStatement call => call with { Body = block.Body, ClosingComment = closingComment },
            Statement other => other,
        };
        AddToBlock(whole);
    }

    /// <summary>Stands for a block's first line that is wrong; it never gets into a script, since there is a diagnostic.</summary>
    private static Statement Placeholder(string keyword, SourcePosition position) => keyword == "ta"
        ? new TaStatement(position, new Name("", position), Guid.Empty, [], [])
        : new RepeatStatement(position, new UntilOutOfMemory(null, HeapOnly: true), []);

    private sealed record Block(Statement Header, List<Statement> Body);
}
