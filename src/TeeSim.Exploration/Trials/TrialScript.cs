using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>Writes a list of steps as a script: names given, what each call returned behind the arrow.</summary>
internal sealed class TrialScript
{
    private readonly TrialWorld _world;
    private readonly TrialFinding? _shown;
    private readonly Dictionary<int, string> _names = [];

    private TrialScript(TrialWorld world, IReadOnlyList<Step> steps, IReadOnlyList<string> taken, TrialFinding? shown)
    {
        _world = world;
        _shown = shown;
        NameResults([.. steps.SelectMany(s => s.Block.Select(line => line.Step).OfType<Step>().Append(s))], [.. taken]);
    }

    /// <summary>The script. Steps that could not be made are left out.</summary>
    /// <param name="setup">Settings and TAs.</param>
    /// <param name="world">A world in which the steps were just made.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="shown">
    /// The finding that the script is to show: behind the arrow of its call stands what it should return. Null for none.
    /// </param>
    /// <param name="expectations">What must hold, and behind how many of the steps; null for nothing.</param>
    public static Script Write(
        TrialSetup setup, TrialWorld world, IReadOnlyList<Step> steps, TrialFinding? shown,
        IReadOnlyList<(int Behind, ExpectStatement Expectation)>? expectations = null)
    {
        var writer = new TrialScript(world, steps, [.. setup.Scenario.Options.Tas.Select(t => t.Name)], shown);
        List<Statement> statements = [.. setup.Head];
        ILookup<int, ExpectStatement> expected = (expectations ?? []).ToLookup(e => e.Behind, e => e.Expectation);
        for (int i = 0; i <= steps.Count; i++)
        {
            statements.AddRange(
                expected[i].Select(e => e with { BlankLineBefore = statements[^1] is not ExpectStatement, TrailingComment = null }));
            if (i == steps.Count) break;
            if (world.OutcomeOf(steps[i]) is null && !world.HasThrown(steps[i])) continue;
            TeeOutcome outcome = world.OutcomeOf(steps[i]) ?? default;
            CallStatement call = writer.Written(steps[i], outcome, isShown: i == shown?.At);
            statements.Add(call with { BlankLineBefore = statements[^1] is not CallStatement });
        }

        return new Script(setup.File, statements);
    }

    private CallStatement Written(Step step, TeeOutcome outcome, bool isShown)
    {
        CallStatement written = step.Statement;
        Step[] inner =
            [.. step.Block.Select(line => line.Step).OfType<Step>().Where(i => _world.OutcomeOf(i) is not null || _world.HasThrown(i))];
        CallStatement statement = written with
        {
            // What a call did not give has no name.
            Result = outcome.IsSuccess && _names.TryGetValue(step.Index, out string? name) ? NameOf(name) : null,
            Arguments = [.. written.Arguments.Select(a => Renamed(a, step))],
            Expected = isShown ? ExpectedOfShown(written, outcome) : ExpectedOf(outcome),
            Body = [.. inner.Select(i => Written(i, _world.OutcomeOf(i) ?? default, isShown: false))],
            HasBody = inner.Length > 0,
            TrailingComment = null,
            ClosingComment = null,
            BlankLineBefore = false,
        };
        return _world.FaultCame(step) ? FaultLabels.WithFailingAllocation(statement, step.FailAllocation) : statement;
    }

    private Name? ExpectedOfShown(CallStatement written, TeeOutcome outcome) => _shown!.Key.Kind switch
    {
        FailureKind.WrongResult or FailureKind.OutOfMemory => written.Expected,
        FailureKind.Leak or FailureKind.Growth or FailureKind.Unreachable or FailureKind.PossibleDeadlock => ExpectedOf(outcome),
        _ => null,
    };

    private static Name? ExpectedOf(TeeOutcome outcome) => outcome switch
    {
        { Panic: not null } => NameOf(ExpectedOutcome.CorePanic),
        { Hang: not null } => NameOf(ExpectedOutcome.Hangs),
        { Result: TeeResult.SUCCESS } => null,
        _ => NameOf(outcome.Result.ToString()),
    };

    // All other names are those of TAs and result codes.
    private Argument Renamed(Argument argument, Step step)
    {
        if (argument.Value is not NameValue name) return argument;
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (step.Call.Inputs[i] == name.Name.Text)
                return argument with { Value = new NameValue(name.Name with { Text = _names[step.Inputs[i]] }) };
        }

        return argument;
    }

    // What takes the name of something that is used no more takes it away; all others have names of their own.
    private void NameResults(IReadOnlyList<Step> steps, HashSet<string> taken)
    {
        HashSet<int> used = [.. steps.SelectMany(s => s.Inputs)];
        Step[] givers = [.. steps.Where(s => s.Call.Definition.Result is not null && _world.OutcomeOf(s) is { IsSuccess: true }
            && (s.Statement.Result is not null || used.Contains(s.Index)))];
        HashSet<string> tas = [.. taken];
        taken.UnionWith(givers.Select(BaseNameOf));
        foreach (IGrouping<string, Step> group in givers.GroupBy(BaseNameOf))
        {
            bool once = !tas.Contains(group.Key) && group.Skip(1).All(g => IsTakenOver(g, steps));
            int number = 0;
            foreach (Step giver in group)
            {
                string name = group.Key;
                if (!once && IsTakenOver(giver, steps) && _names.TryGetValue(giver.Overwrites, out string? before)) name = before;
                else
                {
                    while (!once && !taken.Add(name = $"{group.Key}{++number}"))
                    {
                        // Somebody else is called so.
                    }
                }

                _names[giver.Index] = name;
            }
        }
    }

    private static bool IsTakenOver(Step giver, IReadOnlyList<Step> steps)
    {
        if (giver.Overwrites < 0 || !steps.Any(s => s.Index == giver.Overwrites)) return false;
        bool isBehind = false;
        foreach (Step step in steps)
        {
            isBehind |= step == giver;
            if (isBehind && step.Inputs.Contains(giver.Overwrites)) return false;
        }

        return true;
    }

    private static string BaseNameOf(Step giver) => giver.Statement.Result?.Text ?? "r";

    private static Name NameOf(string text) => new(text, default);
}
