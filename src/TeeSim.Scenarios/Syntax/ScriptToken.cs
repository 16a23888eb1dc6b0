namespace TeeSim.Scenarios.Syntax;

/// <summary>What the words of a script are to the grammar.</summary>
internal enum ScriptToken
{
    EndOfLine,
    Comment,

    /// <summary>A letter or <c>_</c>, then letters, digits and <c>_</c>.</summary>
    Name,

    /// <summary>A digit, then letters, digits and <c>_</c>: a number or a duration, or meant to be one.</summary>
    Number,

    /// <summary>Other words: profiles, UUIDs, call sites, region flags.</summary>
    Word,
    OpenBrace,
    CloseBrace,
    OpenParenthesis,
    CloseParenthesis,
    Comma,
    Colon,
    Plus,
    Assign,
    Arrow,
    Comparison,

    /// <summary>A character that has no place in a script outside of comments, or no place at all.</summary>
    Unknown,
}
