using TeeSim.Core;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Schedules;

/// <summary>
/// Writes an ordering as a script of its own: the calls in that order, repeats unrolled, faults as marks, what became of each call behind the arrow. Its calls remember what they were in the script
/// that it was made from, so that reports name those.
/// </summary>
public sealed class ScheduledScript
{
    private readonly CallProgram _program;
    private readonly Dictionary<int, string> _names = [];
    private readonly ILookup<(string Process, int Position), ProgramLine> _passive;
    private readonly List<Statement> _statements = [];

    private ScheduledScript(CallProgram program)
    {
        _program = program;
        _passive = program.Lines.Where(l => l is { Step: null, Statement: CallStatement { Call.Text: not "wait" } }).ToLookup(l => PlaceOf(program, l));
        NameResults();
    }

    /// <summary>The ordering as a scenario that can be run, with the same driver.</summary>
    public static Scenario Of(CallProgram program, Schedule schedule)
    {
        Script script = ScriptOf(program, schedule);
        Scenario? scenario = Scenario.Of(script, out IReadOnlyList<Core.Diagnostics.Diagnostic> diagnostics);
        return scenario?.WithDriver(program.Scenario.Options.Driver) ?? throw new InvalidOperationException($"an ordering of a right script is wrong: {diagnostics[0]}");
    }

    /// <summary>The ordering as a script.</summary>
    public static Script ScriptOf(CallProgram program, Schedule schedule)
    {
        var writer = new ScheduledScript(program);
        Script script = program.Scenario.Script;
        writer._statements.AddRange(script.Statements.Where(s => s is not (CallStatement or RepeatStatement or ExpectStatement or CommentStatement)));
        writer.AddExpectations([.. new int[program.Processes.Count]]);
        int first = writer._statements.Count;
        bool faulty = false;
        foreach (ScheduledStep made in ScheduledRun.Of(program, schedule))
        {
            writer.Add(made);
            faulty |= made.IsBehindFault;
            if (!faulty && made.Outcome is not { Panic: not null }) writer.AddExpectations(made.Positions);
        }

        if (first < writer._statements.Count) writer._statements[first] = writer._statements[first] with { BlankLineBefore = true };
        return script with { Statements = writer._statements };
    }

    private void Add(ScheduledStep made)
    {
        if (made.Step is not { } step)
        {
            string process = _program.Processes[made.Choice.Process];
            _statements.Add(new CallStatement(default, NameOf(process), null, NameOf("die"), [], null));
            return;
        }

        AddPassiveLines(step);
        if (made.Outcome is null) return;
        CallStatement call = Renamed(step, made.Outcome is { IsSuccess: true });
        if (made.Choice.Kind == AlternativeKind.TaPanic) call = FaultLabels.WithPanic(call, Machine.PanicCode);
        if (made.Choice.Kind == AlternativeKind.FailAllocation) call = FaultLabels.WithFailingAllocation(call, made.Choice.Nth);
        Name? expected = !made.IsFine ? step.Statement.Expected : made.Result == nameof(TeeResult.SUCCESS) ? null : NameOf(made.Result);
        _statements.Add(call with { Expected = expected });
    }

    // What only looks or lets time pass stands in front of the next step of its process.
    private void AddPassiveLines(Step step)
    {
        foreach (ProgramLine line in _passive[(step.Statement.Process.Text, step.Position)])
        {
            var call = (CallStatement)line.Statement;
            _statements.Add(call with { BlankLineBefore = false, TrailingComment = null, Origin = new CallOrigin(call, line.Repetition) });
        }
    }

    private static (string Process, int Position) PlaceOf(CallProgram program, ProgramLine line)
    {
        string process = ((CallStatement)line.Statement).Process.Text;
        int index = program.Processes.ToList().IndexOf(process);
        return (process, line.Positions[index]);
    }

    private void AddExpectations(IReadOnlyList<int> positions)
    {
        foreach (Cut cut in _program.Cuts)
        {
            if (!cut.Positions.SequenceEqual(positions)) continue;
            foreach (ExpectStatement expectation in cut.Expectations) _statements.Add(expectation with { BlankLineBefore = _statements.Count > 0 && _statements[^1] is CallStatement, TrailingComment = null });
        }
    }

    private CallStatement Renamed(Step step, bool succeeds)
    {
        CallStatement written = step.Statement;
        return written with
        {
            // What a call did not give has no name.
            Result = written.Result is { } result && succeeds ? result with { Text = _names[step.Index] } : null,
            Arguments = [.. written.Arguments.Select(a => Renamed(a, step))],
            Body = [.. step.Inner.Select(i => Renamed(i, succeeds: true) with { Expected = NameOf(ExpectedOutcome.Any) })],
            BlankLineBefore = false,
            TrailingComment = null,
            Origin = new CallOrigin(written, step.Repetition),
        };
    }

    // All other names are those of TAs, results and processes.
    private Argument Renamed(Argument argument, Step step)
    {
        if (argument.Value is not NameValue name) return argument;
        int input = step.Call.Inputs.ToList().IndexOf(name.Name.Text);
        return input < 0 ? argument : argument with { Value = new NameValue(name.Name with { Text = _names[step.Inputs[input]] }) };
    }

    private void NameResults()
    {
        Step[] givers = [.. _program.Steps.SelectMany(s => s.Inner.Prepend(s)).Where(s => s.Result is not null)];
        var taken = givers.Select(g => g.Result!).Concat(_program.Scenario.Options.Tas.Select(t => t.Name)).ToHashSet();
        foreach (IGrouping<string, Step> group in givers.GroupBy(g => g.Result!))
        {
            bool once = group.Count() == 1;
            int number = 0;
            foreach (Step giver in group)
            {
                string name = group.Key;
                while (!once && !taken.Add(name = $"{group.Key}{++number}"))
                {
                    // Somebody else is called so.
                }

                _names[giver.Index] = name;
            }
        }
    }

    private static Name NameOf(string text) => new(text, default);
}
