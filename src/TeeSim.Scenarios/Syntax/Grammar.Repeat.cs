using Superpower;

namespace TeeSim.Scenarios.Syntax;

/// <summary>The line that opens a repeat.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Repeat => field ??=
        from keyword in Keyword("repeat")
        from count in FixedTimes.Or(Until)
        from end in EndOfLine("the end of the line")
        select new Line(new RepeatStatement(keyword.Position, count, []), OpensBlock: true);

    private TokenListParser<ScriptToken, RepeatCount> FixedTimes => field ??=
        from times in Count
        from brace in Sign(ScriptToken.OpenBrace, "'{'")
        select (RepeatCount)new FixedCount(times);

    private TokenListParser<ScriptToken, RepeatCount> Until => field ??=
        from until in Keyword("until")
        from what in Keyword(UntilOutOfMemory.PrintOom).Or(Keyword(UntilOutOfMemory.Anything))
        from max in BraceAtOnce.Or(MaxThenBrace)
        let given = max.Text.Length > 0 ? max : null
        select (RepeatCount)new UntilOutOfMemory(given, what.Text == UntilOutOfMemory.PrintOom);

    /// <summary>A number without text.</summary>
    private TokenListParser<ScriptToken, Number> BraceAtOnce => field ??=
        Sign(ScriptToken.OpenBrace, "'{'").Select(brace => new Number(0, "", default));

    private TokenListParser<ScriptToken, Number> MaxThenBrace => field ??=
        from keyword in Keyword("max")
        from max in Count
        from brace in Sign(ScriptToken.OpenBrace, "'{'")
        select max;
}
