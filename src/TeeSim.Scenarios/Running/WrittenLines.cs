using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>The lines of a script in the order as written, each made when it is asked for.</summary>
/// <param name="scenario">The script.</param>
/// <param name="steps">Its calls as steps.</param>
/// <param name="failures">How often that has happened which a repeat waits for.</param>
internal sealed class WrittenLines(Scenario scenario, NamedSteps steps, Func<UntilOutOfMemory, long> failures)
{
    private readonly Dictionary<UntilOutOfMemory, long> _before = new(ReferenceEqualityComparer.Instance);

    /// <summary>The whole script.</summary>
    public IEnumerable<RunLine> All() => Of(scenario.Script.Statements);

    /// <summary>Some of its statements.</summary>
    public IEnumerable<RunLine> Of(IReadOnlyList<Statement> statements)
    {
        foreach (UnrolledLine line in ScriptUnroller.AsWritten(IsOver).Unroll(statements))
        {
            if (line.Kind == UnrolledKind.RepeatBegins && line is { Until: { } until, Statement: RepeatStatement repeat }
                && repeat.Count == until)
            {
                _before[until] = failures(until);
            }

            if (line.Kind != UnrolledKind.Call)
            {
                yield return LineOf(line, null);
                continue;
            }

            IReadOnlyList<Step> tries = steps.Of((CallStatement)line.Statement);
            for (int i = 0; i < tries.Count; i++) yield return LineOf(line, tries[i]);
        }
    }

    private static RunLine LineOf(in UnrolledLine line, Step? step) => new()
    {
        Step = step,
        FailAllocation = step?.FailAllocation ?? 0,
        Expectation = line.Kind == UnrolledKind.Expectation ? (ExpectStatement)line.Statement : null,
        Repeat = line.Statement as RepeatStatement,
        Kind = line.Kind,
        Depth = line.Depth,
        Repetition = line.Repetition,
        Until = line.Until,
    };

    private bool IsOver(UntilOutOfMemory until) => _before.TryGetValue(until, out long before) && failures(until) != before;
}
