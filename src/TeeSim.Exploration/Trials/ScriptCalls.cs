using TeeSim.Exploration.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What a script does, as a list: its calls, repeats unrolled, and what it expects between them.</summary>
/// <param name="Calls">The calls in the order as written. Waits are over at once in it, so they are left out.</param>
/// <param name="Expectations">What must hold, and behind how many of the calls.</param>
internal sealed record ScriptCalls(IReadOnlyList<TrialCall> Calls, IReadOnlyList<(int Behind, ExpectStatement Expectation)> Expectations)
{
    /// <summary>Takes a script apart.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="compiler">Works out what calls do.</param>
    /// <param name="most">How many calls there may be.</param>
    /// <returns>Null when there are more.</returns>
    public static ScriptCalls? Of(Scenario scenario, CallCompiler compiler, int most)
    {
        if (ProgramBuilder.Build(scenario, rounds: null, most) is not { } program) return null;
        var calls = new List<TrialCall>();
        var expectations = new List<(int, ExpectStatement)>();
        int next = program.Slots;
        foreach (ProgramLine line in program.Lines)
        {
            if (line.Statement is ExpectStatement { Sometimes: false } expectation) expectations.Add((calls.Count, expectation));
            else if (line.Step is { } step) calls.Add(CallOf(step, compiler));
            else if (line.Statement is CallStatement { Call.Text: not "wait" } passive) calls.Add(TrialCall.Of(passive, compiler, next++, [], []));
        }

        return new ScriptCalls(calls, expectations);
    }

    private static TrialCall CallOf(Step step, CallCompiler compiler) => TrialCall.Of(step.Statement, compiler, step.Index, step.Inputs, [.. step.Inner.Select(i => CallOf(i, compiler))]);
}
