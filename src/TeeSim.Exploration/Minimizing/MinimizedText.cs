using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Writes a reduced list of calls as a script that says what it shows, and fails when it is run.</summary>
internal static class MinimizedText
{
    /// <summary>The script's text.</summary>
    /// <param name="reduction">The list.</param>
    /// <param name="expectation">What must hold at its end; null for nothing.</param>
    /// <param name="sentence">What it shows.</param>
    public static string Of(Reduction reduction, ExpectStatement? expectation, out string sentence)
    {
        Finding shown = reduction.Show() ?? throw new InvalidOperationException("a reduction has lost its failure");
        Script script = TrialScript.Write(reduction.Setup, reduction.World, reduction.Calls, shown, out CallStatement? guilty);
        sentence = SentenceOf(shown.Key, guilty);
        List<Statement> statements = [new CommentStatement(default, $" {sentence}"), .. script.Statements];
        statements[1] = statements[1] with { BlankLineBefore = true };
        if (expectation is not null) statements.Add(expectation with { TrailingComment = null, BlankLineBefore = false });
        return ScriptPrinter.Print(script with { Statements = statements });
    }

    private static string SentenceOf(FailureKey failure, CallStatement? guilty) => failure.Kind switch
    {
        FailureKind.Leak when guilty is not null => $"{failure.What}; the guilty call is {guilty}",
        FailureKind.WrongResult or FailureKind.Hang when guilty is not null => $"{guilty} {failure.What}",
        FailureKind.Expectation => $"'{failure.What}' does not hold",
        _ when guilty is not null => $"{failure.What}; in {guilty}",
        _ => failure.What,
    };
}
