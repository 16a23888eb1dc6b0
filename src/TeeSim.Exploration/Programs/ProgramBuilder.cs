using System.Collections.Immutable;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Programs;

/// <summary>Unrolls a script's repeats and finds out what each step needs.</summary>
internal sealed class ProgramBuilder
{
    private readonly long? _rounds;
    private readonly CallCompiler _compiler;
    private readonly Footprints _footprints;
    private readonly List<string> _processes = [];
    private readonly List<List<Step>> _stepsOf = [];
    private readonly List<Step> _steps = [];
    private readonly List<ProgramLine> _lines = [];
    private readonly List<Cut> _cuts = [];
    private readonly List<RepeatSpan> _repeats = [];
    private readonly Dictionary<int, long> _shortened = [];
    private readonly Dictionary<string, Step> _givers = [];
    private readonly Dictionary<CallStatement, CompiledCall> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<Awaited>> _waits = [];
    private int _slots;
    private int _depth;

    private ProgramBuilder(Scenario scenario, long? rounds)
    {
        _rounds = rounds;
        _compiler = new CallCompiler(scenario.Options.Tas);
        _footprints = new Footprints(scenario);
    }

    /// <summary>The program of a script.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">How many rounds of a repeat there shall be at the most; null for all, and three of a repeat without a fixed count.</param>
    /// <param name="most">How many steps.</param>
    /// <returns>The program, or null when there would be more steps.</returns>
    public static CallProgram? Build(Scenario scenario, long? rounds, int most)
    {
        var builder = new ProgramBuilder(scenario, rounds);
        if (!builder.AddAll(scenario.Script.Statements, 0, most)) return null;
        return new CallProgram
        {
            Scenario = scenario,
            Processes = builder._processes,
            StepsOf = [.. builder._stepsOf.Select(steps => steps.ToImmutableArray())],
            Steps = builder._steps,
            Slots = builder._slots,
            Cuts = builder._cuts.ConvertAll(builder.Padded),
            Lines = builder._lines,
            Shortened = [.. builder._shortened.OrderBy(s => s.Key).Select(s => new ShortenedRepeat(s.Key, s.Value))],
            Repeats = builder._repeats.ConvertAll(r => new RepeatSpan(r.Line, r.Rounds, builder.Pad(r.Start), builder.Pad(r.End))),
        };
    }

    private bool AddAll(IReadOnlyList<Statement> statements, long repetition, int most)
    {
        foreach (Statement statement in statements)
        {
            if (_slots > most || _lines.Count > 8 * most) return false;
            switch (statement)
            {
                case CallStatement call:
                    AddCall(call, repetition);
                    break;
                case RepeatStatement repeat:
                    if (!AddRepeat(repeat, most)) return false;
                    break;
                case ExpectStatement expectation:
                    AddExpectation(expectation, repetition);
                    break;
                default:
                    break;
            }
        }

        return _slots <= most;
    }

    private bool AddRepeat(RepeatStatement repeat, int most)
    {
        long wanted = (long)Math.Min(repeat.Count.AtMost, long.MaxValue);
        long rounds = Math.Min(wanted, _rounds ?? (repeat.Count is UntilOutOfMemory ? RoundsThatShowGrowth : wanted));
        // A repeat that waits for memory to run out ends there, whenever that is: so its rounds are never all of it.
        if (rounds < wanted || repeat.Count is UntilOutOfMemory) _shortened[repeat.Position.Line] = rounds;
        int[] start = Positions();
        _depth++;
        for (long i = 1; i <= rounds; i++)
        {
            if (!AddAll(repeat.Body, i, most)) return false;
        }

        if (--_depth == 0 && rounds >= RoundsThatShowGrowth) _repeats.Add(new RepeatSpan(repeat.Position.Line, rounds, start, Positions()));
        return true;
    }

    // The first may warm up, the second may be chance.
    private const long RoundsThatShowGrowth = 3;

    private void AddExpectation(ExpectStatement expectation, long repetition)
    {
        int[] positions = Positions();
        _lines.Add(new ProgramLine(expectation, repetition, null, positions));
        int known = _cuts.FindIndex(c => c.Positions.SequenceEqual(positions));
        // Behind a repeat that was cut short it speaks of rounds that were not made.
        if (_depth == 0 && _shortened.Count > 0) return;
        if (known >= 0) _cuts[known] = _cuts[known] with { Expectations = [.. _cuts[known].Expectations, expectation] };
        else _cuts.Add(new Cut(positions, [expectation]));
    }

    private void AddCall(CallStatement call, long repetition)
    {
        int process = ProcessOf(call.Process.Text);
        if (Compile(call).Awaits is { } awaited)
        {
            int other = ProcessOf(awaited);
            WaitsOf(process).Add(new Awaited(other, _stepsOf[other].Count));
        }

        if (Compile(call).IsPassive)
        {
            _lines.Add(new ProgramLine(call, repetition, null, Positions()));
            return;
        }

        int[] before = Positions();
        Step step = StepOf(call, repetition, process);
        _steps.Add(step);
        foreach (int participant in step.Inner.Select(i => i.Process).Append(process).Distinct()) _stepsOf[participant].Add(step);
        _lines.Add(new ProgramLine(call, repetition, step, before));
    }

    private Step StepOf(CallStatement call, long repetition, int process)
    {
        CompiledCall compiled = Compile(call);
        int index = _slots++;
        Step[] givers = [.. compiled.Inputs.Select(name => _givers[name])];
        ulong footprint = _footprints.Of(call);
        Step[] inner = [.. call.Body.OfType<CallStatement>().Where(c => !Compile(c).IsPassive).Select(c => StepOf(c, 0, ProcessOf(c.Process.Text)))];
        var after = new List<Awaited>();
        foreach (Step giver in givers.Where(g => g.Process != process)) after.Add(new Awaited(giver.Process, giver.Position + 1));
        foreach (Step i in inner)
        {
            after.AddRange(i.After);
            after.Add(new Awaited(i.Process, _stepsOf[i.Process].Count));
        }

        foreach (CallStatement waiting in call.Body.OfType<CallStatement>().Where(c => Compile(c).Awaits is not null && Compile(c).Awaits != call.Process.Text))
        {
            int other = ProcessOf(Compile(waiting).Awaits!);
            after.Add(new Awaited(other, _stepsOf[other].Count));
        }

        after.AddRange(WaitsOf(process));
        WaitsOf(process).Clear();
        var step = new Step
        {
            Index = index,
            Process = process,
            Position = _stepsOf[process].Count,
            Statement = call,
            Repetition = repetition,
            Call = compiled,
            Inputs = [.. givers.Select(g => g.Index)],
            // What it waits for in its own list has happened anyway.
            After = [.. after.Where(a => a.Process != process).Distinct()],
            Inner = [.. inner],
            Footprint = footprint,
        };
        if (call.Result is { } result) _givers[result.Text] = step;
        return step;
    }

    private List<Awaited> WaitsOf(int process)
    {
        if (!_waits.TryGetValue(process, out List<Awaited>? waits)) _waits[process] = waits = [];
        return waits;
    }

    private CompiledCall Compile(CallStatement call)
    {
        if (!_compiled.TryGetValue(call, out CompiledCall? compiled)) _compiled[call] = compiled = _compiler.Compile(call);
        return compiled;
    }

    private int ProcessOf(string name)
    {
        int known = _processes.IndexOf(name);
        if (known >= 0) return known;
        _processes.Add(name);
        _stepsOf.Add([]);
        return _processes.Count - 1;
    }

    private int[] Positions() => [.. _stepsOf.Select(s => s.Count)];

    private Cut Padded(Cut cut) => new(Pad(cut.Positions), cut.Expectations);

    // Processes that had not appeared yet had made no step.
    private int[] Pad(IReadOnlyList<int> positions) => [.. positions, .. new int[_processes.Count - positions.Count]];
}
