using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Tests.States;

/// <summary>
/// A script in two parts with the same settings; a line of the second part has the number that it has in the whole script.
/// </summary>
/// <param name="First">From the start to the cut.</param>
/// <param name="Second">The rest; blank lines stand where the first part's calls were.</param>
/// <param name="Line">The first line of the rest.</param>
internal sealed record CutScript(string First, string Second, int Line)
{
    /// <summary>The lines in front of which a script can be cut: its calls, repeats and expectations that stand in no block.</summary>
    public static int[] CutsOf(Script script) => [.. script.Statements.Where(IsAction).Select(s => s.Position.Line)];

    /// <summary>The names that a script gives to results.</summary>
    public static IEnumerable<string> ResultsOf(Script script) => ResultsOf(script.Statements);

    public static CutScript Of(string text, Script script, int line)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int actions = CutsOf(script)[0];
        return new CutScript(
            string.Join('\n', lines[..(line - 1)]),
            string.Join('\n', [.. lines[..(actions - 1)], .. Enumerable.Repeat("", line - actions), .. lines[(line - 1)..]]),
            line);
    }

    /// <summary>Runs a script, and gives what it reports and where it ends; no state when the core panicked.</summary>
    public static (RunReport Report, RunState? End) Run(Scenario scenario, RunState? from = null)
    {
        RunState? end = null;
        RunReport report = ScenarioRunner.Run(scenario, new RunOptions { From = from, OnState = state => end = state });
        return (report, end);
    }

    public static Scenario Parse(string text, RunState? from = null) =>
        Scenario.Parse("x.tee", text, out IReadOnlyList<Diagnostic> diagnostics, from).ShouldNotBeNull(string.Join('\n', diagnostics));

    /// <summary>A state as another process gets it.</summary>
    public static RunState ThroughFile(RunState state)
    {
        byte[] bytes = StateFile.Encode(state);
        RunState back = StateFile.Decode(bytes, out string? why).ShouldNotBeNull(why);
        StateFile.Encode(back).AsSpan().SequenceEqual(bytes).ShouldBeTrue("a state is written as it was read");
        return back;
    }

    private static IEnumerable<string> ResultsOf(IEnumerable<Statement> block) => block.SelectMany(s => s switch
    {
        RepeatStatement repeat => ResultsOf(repeat.Body),
        CallStatement { Result: { } result } call => [result.Text, .. ResultsOf(call.Body)],
        CallStatement call => ResultsOf(call.Body),
        _ => [],
    });

    private static bool IsAction(Statement statement) => statement is CallStatement or RepeatStatement or ExpectStatement;
}
