using Superpower;
using Superpower.Model;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// What a line of a script can be. Blocks are not part of it (<see cref="ScriptBuilder"/> puts lines into blocks), so that no
/// parser calls itself and nothing in a script can make the stack deep. Parsers are made when a line first needs them.
/// </summary>
internal sealed partial class Grammar(string file)
{
    /// <summary>The words that a line can start with that is not a call.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
        [.. SettingForm.All.Select(form => form.Keyword), "ta", .. TaStatement.Lines, "repeat", "expect"];

    /// <summary>The parser for a line that starts with <paramref name="keyword"/>; for calls when it is not a keyword.</summary>
    public TokenListParser<ScriptToken, Line> LineOf(string keyword) => keyword switch
    {
        "ta" => Ta,
        "region" => Region,
        "segment" => Segment,
        "stack" => Stack,
        "aslr" => Aslr,
        "binary" => Binary,
        "repeat" => Repeat,
        "expect" => Expect,
        _ => SettingForm.Find(keyword) is { } form ? SettingOf(form) : words => IsDriverSetting(words) ? DriverSetting(words) : Call(words),
    };

    /// <summary>A closing brace and nothing else.</summary>
    public TokenListParser<ScriptToken, Name> CloseBrace => field ??=
        from brace in Sign(ScriptToken.CloseBrace, "'}'")
        from end in EndOfLine("the end of the line")
        select brace;

    /// <summary>Where a token of this script stands.</summary>
    public SourcePosition At(Token<ScriptToken> token) => new(file, token.Position.Line, token.Position.Column);
}

/// <summary>What one line says.</summary>
/// <param name="Statement">The statement; with an empty body when it opens a block.</param>
/// <param name="OpensBlock">Whether the lines up to the closing brace belong to it.</param>
internal sealed record Line(Statement Statement, bool OpensBlock = false);
