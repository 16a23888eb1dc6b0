using Superpower;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Calls.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Call => field ??=
        from process in Thread
        from first in CallName
        from call in InvocationAfter(first)
        from end in Expected
        select new Line(
            new CallStatement(process.Position, process, call.Result, call.Name, call.Arguments, end.Expected) { HasBody = end.OpensBlock },
            end.OpensBlock);

    private TokenListParser<ScriptToken, Name> Assign => field ??= Sign(ScriptToken.Assign, "'='");

    private TokenListParser<ScriptToken, Name> CallName => field ??= Identifier("a call");

    private TokenListParser<ScriptToken, Argument[]> Arguments => field ??=
        Sign(ScriptToken.OpenParenthesis, "'('").IgnoreThen(
            Argument.AtLeastOnceDelimitedBy(Sign(ScriptToken.Comma, "','"))
                .Then(arguments => CloseAfterArgument.Value(arguments))
                .Or(Sign(ScriptToken.CloseParenthesis, "')'").Value(Array.Empty<Argument>())));

    private TokenListParser<ScriptToken, Name> CloseAfterArgument => field ??= Sign(ScriptToken.CloseParenthesis, "',' or ')'");

    private TokenListParser<ScriptToken, Argument> Argument => field ??= Value.Then(AfterValue);

    private TokenListParser<ScriptToken, Value> LabelledValue => field ??= Sign(ScriptToken.Colon, "':'").IgnoreThen(Value);

    /// <summary>What can stand behind the arguments: a result code behind <c>-&gt;</c>, and a brace.</summary>
    private TokenListParser<ScriptToken, CallEnd> Expected => field ??=
        (from arrow in Sign(ScriptToken.Arrow, "'->'")
         from result in Identifier("a result")
         from opens in BraceOrEnd
         select new CallEnd(result, opens.Text.Length > 0))
        .Or(BraceOrEnd.Select(opens => new CallEnd(null, opens.Text.Length > 0)));

    // Few calls have a block, so sentences don't mention the brace.
    private TokenListParser<ScriptToken, Name> BraceOrEnd => field ??=
        (from brace in Sign(ScriptToken.OpenBrace, "the end of the line")
         from end in EndOfLine("the end of the line")
         select brace)
        .Or(NoBrace);

    private TokenListParser<ScriptToken, Invocation> InvocationAfter(Name first) =>
        (from assign in Assign
         from call in CallName
         from arguments in Arguments
         select new Invocation(first, call, arguments))
        .Or(Arguments.Select(arguments => new Invocation(null, first, arguments)));

    /// <summary>A name with a colon behind it was a label.</summary>
    private TokenListParser<ScriptToken, Argument> AfterValue(Value value)
    {
        var unlabelled = new Argument(null, value);
        return value is NameValue label
            ? LabelledValue.Select(labelled => new Argument(label.Name, labelled)).OptionalOrDefault(unlabelled)
            : Parse.Return<ScriptToken, Argument>(unlabelled);
    }

    private sealed record CallEnd(Name? Expected, bool OpensBlock);

    private sealed record Invocation(Name? Result, Name Name, Argument[] Arguments);
}
