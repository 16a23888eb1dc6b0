using Superpower;

namespace TeeSim.Scenarios.Syntax;

/// <summary>The line that opens a repeat.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Repeat => field ??=
        from keyword in Keyword("repeat")
        from count in FixedTimes.Or(UntilPrintOom)
        from end in EndOfLine("the end of the line")
        select new Line(new RepeatStatement(keyword.Position, count, []), OpensBlock: true);

    private TokenListParser<ScriptToken, RepeatCount> FixedTimes => field ??=
        from times in Count
        from brace in Sign(ScriptToken.OpenBrace, "'{'")
        select (RepeatCount)new FixedCount(times);

    private TokenListParser<ScriptToken, RepeatCount> UntilPrintOom => field ??=
        from until in Keyword("until")
        from what in Keyword("print_oom")
        from max in BraceAtOnce.Or(MaxThenBrace)
        select max;

    private TokenListParser<ScriptToken, RepeatCount> BraceAtOnce => field ??=
        Sign(ScriptToken.OpenBrace, "'{'").Select(brace => (RepeatCount)new UntilPrintOom(null));

    private TokenListParser<ScriptToken, RepeatCount> MaxThenBrace => field ??=
        from keyword in Keyword("max")
        from max in Count
        from brace in Sign(ScriptToken.OpenBrace, "'{'")
        select (RepeatCount)new UntilPrintOom(max);
}
