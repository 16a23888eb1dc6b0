using System.Collections.Immutable;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>Unrolls a script's repeats and finds out what each step needs.</summary>
internal sealed class ProgramBuilder
{
    // The first may warm up, the second may be chance.
    private const long RoundsThatShowGrowth = 3;
    private readonly ScriptUnroller _unroller;
    private readonly long? _rounds;
    private readonly int _most;
    private readonly CallCompiler _compiler;
    private readonly List<string> _processes = [];
    private readonly List<List<Step>> _stepsOf = [];
    private readonly List<Step> _steps = [];
    private readonly List<ProgramLine> _lines = [];
    private readonly List<Cut> _cuts = [];
    private readonly Dictionary<int, long> _shortened = [];
    private readonly Dictionary<string, Step> _givers = [];
    private readonly Dictionary<CallStatement, CompiledCall> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<Awaited>> _waits = [];
    private readonly Dictionary<string, int> _given = [];
    private readonly List<LockSection> _sections = [];
    private int _slots;

    private ProgramBuilder(Scenario scenario, long? rounds, int most, RunState? from)
    {
        foreach (NamedResult name in from?.Names ?? []) _given[name.Name] = _slots++;
        (_rounds, _most) = (rounds, most);
        _unroller = new ScriptUnroller(RoundsOf);
        _compiler = scenario.NewCompiler();
    }

    /// <summary>The program of a script.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">
    /// How many rounds of a repeat there shall be at the most; null for all, and three of a repeat without a fixed count.
    /// </param>
    /// <param name="most">How many steps.</param>
    /// <param name="from">The state that it goes on from; null when it starts with a boot.</param>
    /// <returns>The program, or null when there would be more steps.</returns>
    public static CallProgram? Build(Scenario scenario, long? rounds, int most, RunState? from = null)
    {
        var builder = new ProgramBuilder(scenario, rounds, most, from);
        if (!builder.AddAll(scenario.Script.Statements)) return null;
        return new CallProgram
        {
            Scenario = scenario,
            From = from,
            Processes = builder._processes,
            StepsOf = [.. builder._stepsOf.Select(steps => steps.ToImmutableArray())],
            Steps = builder._steps,
            Slots = builder._slots,
            LockSections = builder._sections,
            Cuts = builder._cuts.ConvertAll(builder.Padded),
            Lines = builder._lines,
            Shortened = [.. builder._shortened.OrderBy(s => s.Key).Select(s => new ShortenedRepeat(s.Key, s.Value))],
        };
    }

    /// <summary>A program without any call.</summary>
    public static CallProgram Empty(Scenario scenario) =>
        new() { Scenario = scenario, Processes = [], StepsOf = [], Steps = [], Slots = 0, Cuts = [], Lines = [], Shortened = [] };

    private bool IsTooLong => _slots > _most || _lines.Count > 8 * _most;

    private long RoundsOf(RepeatStatement repeat)
    {
        long wanted = ScriptUnroller.RoundsOf(repeat);
        long rounds = Math.Min(wanted, _rounds ?? (repeat.Count is UntilOutOfMemory ? RoundsThatShowGrowth : wanted));
        // A repeat that waits for memory to run out ends there, whenever that is: so its rounds are never all of it.
        if (rounds < wanted || repeat.Count is UntilOutOfMemory) _shortened[repeat.Position.Line] = rounds;
        return rounds;
    }

    private bool AddAll(IReadOnlyList<Statement> statements)
    {
        int empty = 0;
        foreach (UnrolledLine line in _unroller.Unroll(statements))
        {
            switch (line.Kind)
            {
                case UnrolledKind.Call:
                    AddCall((CallStatement)line.Statement, line);
                    break;
                case UnrolledKind.Expectation:
                    AddExpectation((ExpectStatement)line.Statement, line);
                    break;
                default:
                    // Rounds take time even when they are empty.
                    if (++empty > 8 * _most) return false;
                    break;
            }

            if (IsTooLong) return false;
        }

        return true;
    }

    private void AddExpectation(ExpectStatement expectation, UnrolledLine line)
    {
        int[] positions = Positions();
        _lines.Add(new ProgramLine(expectation, line.Repetition, null, positions));
        int known = _cuts.FindIndex(c => c.Positions.SequenceEqual(positions));
        // Behind a repeat that was cut short it speaks of rounds that were not made.
        if (line.Depth == 0 && _shortened.Count > 0) return;
        if (known >= 0) _cuts[known] = _cuts[known] with { Expectations = [.. _cuts[known].Expectations, expectation] };
        else _cuts.Add(new Cut(positions, [expectation]));
    }

    private void AddCall(CallStatement call, UnrolledLine line)
    {
        long repetition = line.Repetition;
        int process = ProcessOf(call.Process.Text);
        CompiledCall compiled = Compile(call);
        if (compiled.Awaits is { } awaited) WaitsOf(process).Add(new Awaited(ProcessOf(awaited), _stepsOf[ProcessOf(awaited)].Count));
        if (compiled.Definition.Traits.HasFlag(CallTraits.Unlocks)) Unlock(process, compiled.Lock, _stepsOf[process].Count);
        int[] before = Positions();
        Step step = StepOf(call, repetition, process, line.Until is not null);
        _lines.Add(new ProgramLine(call, repetition, step, before));
        if (compiled.IsPassive) return;
        _steps.Add(step);
        foreach (int participant in step.Inner.Select(i => i.Process).Append(process).Distinct()) _stepsOf[participant].Add(step);
        if (step.TakesLock) _sections.Add(new LockSection(compiled.Lock!, process, step.Position, int.MaxValue));
        foreach (Step death in step.Inner.Prepend(step).Where(s => s.EndsProcess))
            Unlock(death.Process, null, _stepsOf[death.Process].Count);
        AddTries(step, repetition);
    }

    // All locks, when the process dies.
    private void Unlock(int process, string? name, int at)
    {
        for (int i = 0; i < _sections.Count; i++)
        {
            LockSection section = _sections[i];
            if (section.Process == process && section.To == int.MaxValue && (name is null || section.Lock == name))
                _sections[i] = section with { To = at };
        }
    }

    // Each try is a step of its own, so that others can come in between. Whoever uses the result uses that of the last one, to which
    // those that do nothing pass it on.
    private void AddTries(Step first, long repetition)
    {
        Step last = first;
        for (int left = first.TriesLeft - 1; left >= 0 && !IsTooLong; left--)
        {
            int[] before = Positions();
            last = first with { Index = _slots++, Position = _stepsOf[first.Process].Count, After = [], RetryOf = last, TriesLeft = left };
            _lines.Add(new ProgramLine(first.Statement, repetition, last, before));
            _steps.Add(last);
            _stepsOf[first.Process].Add(last);
        }

        if (first.Statement.Result is { } result) _givers[result.Text] = last;
    }

    private Step StepOf(CallStatement call, long repetition, int process, bool awaitsMemoryToRunOut = false)
    {
        CompiledCall compiled = Compile(call);
        int index = _slots++;
        int[] inputs = [.. compiled.Inputs.Select(name => SlotOf(name)!.Value)];
        Step[] givers = [.. compiled.Inputs.Select(_givers.GetValueOrDefault).OfType<Step>()];
        List<BlockLine> block = BlockOf(call, out List<Awaited> waits);
        Step[] inner =
            [.. block.Select(line => line.Step).OfType<Step>().Where(s => !s.Call.IsPassive).SelectMany(s => s.Inner.Prepend(s))];
        var after = new List<Awaited>();
        foreach (Step giver in givers.Where(g => g.Process != process)) after.Add(new Awaited(giver.Process, giver.Position + 1));
        foreach (Step i in inner)
        {
            // What another step of the same block gives is there when its turn comes.
            after.AddRange(i.After.Where(a => a.Steps <= _stepsOf[a.Process].Count));
            after.Add(new Awaited(i.Process, _stepsOf[i.Process].Count));
        }

        after.AddRange(waits);
        if (!compiled.IsPassive)
        {
            after.AddRange(WaitsOf(process));
            WaitsOf(process).Clear();
        }

        var step = new Step
        {
            Index = index,
            Process = process,
            Position = _stepsOf[process].Count,
            Statement = call,
            Repetition = repetition,
            AwaitsMemoryToRunOut = awaitsMemoryToRunOut,
            Call = compiled,
            FailAllocation = compiled.FailAllocation,
            TriesLeft = compiled.Retries,
            Inputs = [.. inputs],
            Overwrites = call.Result is { } given ? SlotOf(given.Text) ?? -1 : -1,
            // What it waits for in its own list has happened anyway.
            After = [.. after.Where(a => a.Process != process).Distinct()],
            Block = [.. block],
            Inner = [.. inner],
        };
        if (call.Result is { } result) _givers[result.Text] = step;
        return step;
    }

    private int? SlotOf(string name) =>
        _givers.TryGetValue(name, out Step? giver) ? giver.Index : _given.TryGetValue(name, out int slot) ? slot : null;

    private List<BlockLine> BlockOf(CallStatement call, out List<Awaited> waits)
    {
        var block = new List<BlockLine>();
        waits = [];
        if (!call.HasBody) return block;
        foreach (UnrolledLine line in _unroller.Unroll(call.Body))
        {
            if (IsTooLong) break;
            if (line.Statement is ExpectStatement expectation && line.Kind == UnrolledKind.Expectation)
                block.Add(new BlockLine(null, expectation));
            if (line.Kind != UnrolledKind.Call) continue;
            var inner = (CallStatement)line.Statement;
            if (Compile(inner).Awaits is { } awaited && awaited != call.Process.Text)
                waits.Add(new Awaited(ProcessOf(awaited), _stepsOf[ProcessOf(awaited)].Count));
            block.Add(new BlockLine(StepOf(inner, line.Repetition, ProcessOf(inner.Process.Text)), null));
        }

        return block;
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
