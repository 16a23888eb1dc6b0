using TeeSim.Core;
using TeeSim.Exploration.Programs;
using TeeSim.Kernel;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>Writes a list of calls as a script: names given, what each call returned behind the arrow.</summary>
internal sealed class TrialScript
{
    private readonly TrialWorld _world;
    private readonly Finding? _shown;
    private readonly Dictionary<int, string> _names = [];

    private TrialScript(TrialWorld world, IReadOnlyList<TrialCall> calls, IReadOnlyList<string> taken, Finding? shown)
    {
        _world = world;
        _shown = shown;
        NameResults([.. calls.SelectMany(c => c.Inner.Append(c))], [.. taken]);
    }

    /// <summary>The script. Calls that could not be made are left out.</summary>
    /// <param name="setup">Settings and TAs.</param>
    /// <param name="world">A world in which the calls were just made.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="shown">The failure that the script is to show: behind the arrow of its call stands what it should return. Null for none.</param>
    /// <param name="guilty">The guilty call of that failure, as the script has it; null when there is none.</param>
    public static Script Write(TrialSetup setup, TrialWorld world, IReadOnlyList<TrialCall> calls, Finding? shown, out CallStatement? guilty)
    {
        var writer = new TrialScript(world, calls, [.. setup.Options.Tas.Select(t => t.Name)], shown);
        guilty = null;
        List<Statement> statements = [.. setup.Head];
        for (int i = 0; i < calls.Count; i++)
        {
            if (world.OutcomeOf(calls[i]) is not { } outcome) continue;
            CallStatement call = writer.Written(calls[i], outcome, isShown: i == shown?.At);
            if (i == shown?.At) guilty = call;
            statements.Add(call with { BlankLineBefore = statements[^1] is not CallStatement });
        }

        return new Script(setup.File, statements);
    }

    private CallStatement Written(TrialCall call, TeeOutcome outcome, bool isShown)
    {
        CallStatement written = call.Statement;
        CallStatement statement = written with
        {
            // What a call did not give has no name.
            Result = outcome.IsSuccess && _names.TryGetValue(call.Slot, out string? name) ? NameOf(name) : null,
            Arguments = [.. written.Arguments.Select(a => Renamed(a, call))],
            Expected = isShown && _shown!.Key.Kind is var kind and not Oracles.FailureKind.Leak ? (kind == Oracles.FailureKind.WrongResult ? written.Expected : null) : ExpectedOf(outcome),
            Body = [.. call.Inner.Where(i => _world.OutcomeOf(i) is not null).Select(i => Written(i, _world.OutcomeOf(i)!.Value, isShown: false))],
            HasBody = call.Inner.Any(i => _world.OutcomeOf(i) is not null),
            TrailingComment = null,
            ClosingComment = null,
            BlankLineBefore = false,
        };
        return _world.FaultCame(call) ? FaultLabels.WithFailingAllocation(statement, call.FailAllocation) : statement;
    }

    private static Name? ExpectedOf(TeeOutcome outcome) => outcome switch
    {
        { Panic: not null } => NameOf(ExpectedOutcome.CorePanic),
        { Hang: not null } => NameOf(ExpectedOutcome.Hangs),
        { Result: TeeResult.SUCCESS } => null,
        _ => NameOf(outcome.Result.ToString()),
    };

    // All other names are those of TAs and result codes.
    private Argument Renamed(Argument argument, TrialCall call)
    {
        if (argument.Value is not NameValue name) return argument;
        for (int i = 0; i < call.Inputs.Count; i++)
        {
            if (call.Call.Inputs[i] == name.Name.Text) return argument with { Value = new NameValue(name.Name with { Text = _names[call.Inputs[i]] }) };
        }

        return argument;
    }

    private void NameResults(IReadOnlyList<TrialCall> calls, HashSet<string> taken)
    {
        HashSet<int> used = [.. calls.SelectMany(c => c.Inputs)];
        TrialCall[] givers = [.. calls.Where(c => c.Call.Signature.Result is not null && _world.OutcomeOf(c) is { IsSuccess: true } && (c.Statement.Result is not null || used.Contains(c.Slot)))];
        HashSet<string> tas = [.. taken];
        taken.UnionWith(givers.Select(BaseNameOf));
        foreach (IGrouping<string, TrialCall> group in givers.GroupBy(BaseNameOf))
        {
            bool once = group.Count() == 1 && !tas.Contains(group.Key);
            int number = 0;
            foreach (TrialCall giver in group)
            {
                string name = group.Key;
                while (!once && !taken.Add(name = $"{group.Key}{++number}"))
                {
                    // Somebody else is called so.
                }

                _names[giver.Slot] = name;
            }
        }
    }

    private static string BaseNameOf(TrialCall giver) => giver.Statement.Result?.Text ?? "r";

    private static Name NameOf(string text) => new(text, default);
}
