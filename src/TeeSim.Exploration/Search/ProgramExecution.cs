using TeeSim.Core.Events;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>
/// A world in which the steps of a program are made, and from which they can be taken back, one after the other. Equation: positions, dead
/// processes and what processes have are those of the steps that were made and not taken back.
/// </summary>
internal sealed class ProgramExecution
{
    private readonly Execution _execution;
    private readonly WorldJournal _journal;
    private readonly int[] _positions;
    private readonly Stack<Made> _made = new();
    private readonly CompiledCall?[] _panicking;
    private readonly CallCompiler _compiler;
    private int _asWritten;

    /// <summary>Boots a world.</summary>
    /// <param name="program">The program.</param>
    /// <param name="hashes">Whether the bytes of each state are hashed.</param>
    public ProgramExecution(CallProgram program, bool hashes)
    {
        Program = program;
        World = SecureWorld.Boot(program.Scenario.Options with { Logger = null, Listener = OnEvent });
        Room = new RoomWatch(World);
        foreach (Core.SourceSite site in program.Steps.SelectMany(s => s.Inner.Prepend(s)).SelectMany(s => s.Call.Sites))
            World.KnowSite(site);
        _execution = new Execution(World, program.Slots) { IsDead = step => IsDead(step.Process), OnInner = Inner };
        _journal = new WorldJournal(World, hashes);
        _positions = new int[program.Processes.Count];
        _panicking = new CompiledCall?[program.Slots];
        _compiler = program.Scenario.NewCompiler();
        _asWritten = program.Scenario.HasNamedDriver && program.IsJudgedByOrder ? 0 : Never;
    }

    private const int Never = -1;

    /// <summary>The program.</summary>
    public CallProgram Program { get; }

    /// <summary>The world.</summary>
    public SecureWorld World { get; }

    /// <summary>Makes the steps, and knows who has what.</summary>
    public Execution Execution => _execution;

    /// <summary>Tells what has changed.</summary>
    public WorldJournal Journal => _journal;

    /// <summary>How many steps each process has made.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Bits of the processes that have died.</summary>
    public ulong Dead { get; private set; }

    /// <summary>How many faults there were.</summary>
    public int Faults { get; private set; }

    /// <summary>How many steps can be taken back.</summary>
    public int Depth => _made.Count;

    /// <summary>What was made, from the first to the last.</summary>
    public Schedule Path => new([.. _made.Reverse().Select(m => m.Alternative)]);

    /// <summary>How many allocations the last step would have had to make more for the one to fail that was to.</summary>
    public int MissingAllocations { get; private set; }

    /// <summary>Allocations that the last step asked for.</summary>
    public int Allocations { get; private set; }

    /// <summary>Watches whether the heap could run out, were things to lie elsewhere.</summary>
    public RoomWatch Room { get; }

    /// <summary>What was wrong with the steps in the block of the last one.</summary>
    public List<Finding> InnerFindings { get; } = [];

    /// <summary>How many steps were made in the order as written, as long as all were; -1 behind the first that was not.</summary>
    public int AsWritten => _asWritten;

    /// <summary>The next step of a process; null when it has none, or has to wait.</summary>
    public Step? Next(int process) => Program.Next(_positions, Dead, process);

    /// <summary>Whether a process has died.</summary>
    public bool IsDead(int process) => (Dead >> process & 1) != 0;

    /// <summary>Whether a step would do nothing now: the try before it needs no other.</summary>
    public bool WouldSkip(Step step) => _execution.WouldSkip(step);

    /// <summary>Makes a step, or what comes in its way.</summary>
    /// <returns>What was made of it, for the rules.</returns>
    public CallFacts Make(Alternative alternative)
    {
        Allocations = 0;
        InnerFindings.Clear();
        Mark(alternative);
        if (alternative.Kind == AlternativeKind.Kill)
        {
            int hangsBefore = _execution.Hangs;
            TeeOutcome died = _execution.Kill(Program.Processes[alternative.Process]);
            GoOn(null, alternative);
            return Facts(null, alternative, died, hangsBefore, null);
        }

        Step step = Next(alternative.Process)
            ?? throw new InvalidOperationException($"{Program.Processes[alternative.Process]} cannot go on");
        int hangs = _execution.Hangs;
        Step? missing = MissingGiver(step);
        CompiledCall call = alternative.Kind == AlternativeKind.TaPanic ? Panicking(step) : step.Call;
        int failing = alternative.Kind == AlternativeKind.FailAllocation ? alternative.Nth : step.FailAllocation;
        // Steps in a block come in the order as written when the outer one does.
        _blockIsFaulty = Faults > 0 || alternative.IsFault;
        _blockIsAsWritten = IsNextAsWritten(step, alternative);
        TeeOutcome? outcome = _execution.Make(step, call, failing, null);
        MissingAllocations = failing > 0 ? _execution.MissingAllocations : 0;
        GoOn(step, alternative);
        CallFacts facts = Facts(step, alternative, outcome, hangs, missing) with { IsSkipped = _execution.WasSkipped };
        if (!facts.IsAsWritten) return facts;
        return facts with
        {
            MissingAllocations = MissingAllocations,
            BlockIsMissing = step.Block.Length > 0 && outcome is not null && !_execution.BlockCame,
        };
    }

    /// <summary>
    /// Goes on as if a step had been made, but leaves the world as it is; <see cref="Unassume"/> is the next that must be called.
    /// </summary>
    /// <param name="step">The step, without others inside of it; null when a process dies.</param>
    /// <param name="alternative">What happens.</param>
    /// <param name="effect">What is known to come of it.</param>
    public CallFacts Assume(Step? step, Alternative alternative, Effect effect)
    {
        Mark(alternative);
        int hangs = _execution.Hangs;
        Step? missing = step is null ? null : MissingGiver(step);
        if (step is null) _execution.Holdings.Die(Program.Processes[alternative.Process]);
        else _execution.Assume(step, effect.State, effect.Value, effect.RanOut, alternative.Kind == AlternativeKind.FailAllocation);
        GoOn(step, alternative);
        return Facts(step, alternative, effect.Outcome, hangs, missing) with
        {
            MissingAllocations = _asWritten >= 0 ? effect.MissingAllocations : 0,
        };
    }

    /// <summary>Takes an assumption back.</summary>
    public void Unassume() => GoBack();

    /// <summary>Keeps the state, so that the next <see cref="TakeBack"/> comes back to the one before the last step.</summary>
    public void Keep() => _journal.Keep();

    /// <summary>Takes the last step back; the state behind it must have been kept.</summary>
    public void TakeBack()
    {
        GoBack();
        _journal.StepBack();
    }

    private bool _blockIsFaulty;
    private bool _blockIsAsWritten;

    private void Inner(Step step, TeeOutcome? outcome)
    {
        var facts = new CallFacts
        {
            Step = step,
            Process = step.ProcessName,
            Outcome = outcome,
            IsBehindFault = _blockIsFaulty,
            RanOut = _execution.RanOut,
            IsAsWritten = _blockIsAsWritten,
            IsConsequence = _execution.IsConsequence,
            Hangs = outcome is { Hang: not null } ? _execution.Hangs - 1 : _execution.Hangs,
            Missing = outcome is null ? MissingGiver(step) : null,
            MissingAllocations = _blockIsAsWritten && step.FailAllocation > 0 ? _execution.MissingAllocations : 0,
        };
        if (Rulebook.Judge(facts) is { } finding) InnerFindings.Add(finding);
    }

    private CallFacts Facts(Step? step, Alternative alternative, TeeOutcome? outcome, int hangs, Step? missing) => new()
    {
        Step = step,
        Process = Program.Processes[alternative.Process],
        Outcome = outcome,
        IsBehindFault = Faults > 0,
        RanOut = _execution.RanOut,
        IsAsWritten = _asWritten >= 0,
        IsConsequence = _execution.IsConsequence,
        Hangs = hangs,
        Missing = missing,
    };

    // The call that gave nothing, and not one that never came.
    private Step? MissingGiver(Step step) =>
        _execution.MissingInput(step) is var input and >= 0
        && _execution.StateOf(step.Inputs[input]) is not (StepState.NotMade or StepState.NeverCame)
            ? Program.StepOfSlot(step.Inputs[input])
            : null;

    private bool IsNextAsWritten(Step? step, Alternative alternative) =>
        _asWritten >= 0 && step is not null && !alternative.IsFault && ReferenceEquals(Program.Steps[_asWritten], step);

    private void Mark(Alternative alternative)
    {
        _made.Push(new Made(alternative, _execution.Hangs, _asWritten, Dead));
        _execution.Holdings.Mark();
    }

    private void GoOn(Step? step, Alternative alternative)
    {
        _asWritten = IsNextAsWritten(step, alternative) ? _asWritten + 1 : Never;
        ulong dead = Dead;
        if (step is null) dead |= Program.ThreadsOf(alternative.Process);
        else Program.Advance(_positions, ref dead, step);
        Dead = dead;
        if (alternative.IsFault) Faults++;
    }

    private void GoBack()
    {
        Made last = _made.Pop();
        Alternative alternative = last.Alternative;
        _asWritten = last.AsWritten;
        Dead = last.Dead;
        if (alternative.IsFault) Faults--;
        if (alternative.Kind == AlternativeKind.Kill)
        {
            _execution.Retreat(null, last.Hangs);
        }
        else
        {
            Step step = Program.StepsOf[alternative.Process][_positions[alternative.Process] - 1];
            CallProgram.Retreat(_positions, Dead, step);
            _execution.Retreat(step, last.Hangs);
        }

        _execution.Holdings.Undo();
    }

    private CompiledCall Panicking(Step step) =>
        _panicking[step.Index] ??= _compiler.Compile(FaultLabels.WithPanic(step.Statement, FaultLabels.PanicCode));

    private void OnEvent(TeeEvent e)
    {
        if (_execution is null) return;
        _execution.On(e);
        Room.On(e);
        if (e.Kind == TeeEventKind.Allocated) Allocations++;
    }

    private readonly record struct Made(Alternative Alternative, int Hangs, int AsWritten, ulong Dead);
}
