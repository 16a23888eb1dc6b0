using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>One line of a script, or a block with its lines.</summary>
/// <param name="Position">Of the statement's first character.</param>
public abstract record Statement(SourcePosition Position)
{
    /// <summary>What stands behind the <c>#</c> at the end of the line, as written; null when there is no comment.</summary>
    public string? TrailingComment { get; init; }

    /// <summary>Whether one or more blank lines stand before the statement; printing keeps one.</summary>
    public bool BlankLineBefore { get; init; }
}

/// <summary>A comment on a line of its own.</summary>
/// <param name="Position">Of the <c>#</c>.</param>
/// <param name="Text">What stands behind the <c>#</c>, as written, without white space at the end.</param>
public sealed record CommentStatement(SourcePosition Position, string Text) : Statement(Position);
