using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Checking;

/// <summary>Repeats, and how long the script gets through them.</summary>
internal sealed partial class ScriptCheck
{
    private void CheckRepeat(RepeatStatement repeat)
    {
        Number? count = repeat.Count is UntilOutOfMemory until ? until.Max : ((FixedCount)repeat.Count).Times;
        if (count is { Value: 0 } zero)
        {
            Report(zero.Position, $"found '{zero.Text}' where a count of at least 1 is expected");
        }

        _repeats++;
        CheckLocksOf(() => CheckAll(repeat.Body));
        _repeats--;
    }

    /// <summary>Reports the first outermost statement that makes the script too long; what follows it would only repeat that.</summary>
    private void CheckLength()
    {
        ulong steps = 0;
        foreach (Statement statement in script.Statements)
        {
            steps += StepsOf(statement);
            if (steps <= ScriptChecker.MostSteps) continue;
            Report(statement.Position, "this takes the script beyond 10,000,000 calls and expectations; lower a count or a max");
            return;
        }
    }

    private static ulong TriesOf(CallStatement call) =>
        call.Labelled(CoreCalls.Retry.Name)?.Value is NumberValue { Number.Value: var tries }
            ? Math.Min(tries, CoreCalls.Retry.Largest)
            : 0;

    /// <summary>
    /// How many steps a statement takes, or one more than a script can have. A repeat takes one each time even when it is empty.
    /// </summary>
    private static ulong StepsOf(Statement statement)
    {
        if (statement is CallStatement call) return 1 + TriesOf(call) + (ulong)call.Body.Sum(inner => (long)StepsOf(inner));
        if (statement is ExpectStatement) return 1;
        if (statement is not RepeatStatement repeat) return 0;
        UInt128 once = 0;
        foreach (Statement inner in repeat.Body) once += StepsOf(inner);
        UInt128 steps = UInt128.Max(once, 1) * repeat.Count.AtMost;
        return steps > ScriptChecker.MostSteps ? ScriptChecker.MostSteps + 1 : (ulong)steps;
    }
}
