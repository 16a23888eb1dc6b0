using Superpower;

namespace TeeSim.Scenarios.Syntax;

/// <summary>Calls.</summary>
internal sealed partial class Grammar
{
    private TokenListParser<ScriptToken, Line> Call => field ??=
        from process in Identifier("a process")
        from first in CallName
        from call in InvocationAfter(first)
        from end in Expected
        let expected = end.Text.Length > 0 ? end : null
        select new Line(new CallStatement(process.Position, process, call.Result, call.Name, call.Arguments, expected));

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

    /// <summary>The result code behind <c>-&gt;</c>, or a name without text.</summary>
    private TokenListParser<ScriptToken, Name> Expected => field ??=
        (from arrow in Sign(ScriptToken.Arrow, "'->'")
         from result in Identifier("a result")
         from end in EndOfLine("the end of the line")
         select result)
        .Or(EndOfLine("the end of the line").Select(end => new Name("", default)));

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

    private sealed record Invocation(Name? Result, Name Name, Argument[] Arguments);
}
