using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Exploration.Programs;
using TeeSim.Kernel;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Search;

/// <summary>
/// A world in which the steps of a program are made, and from which they can be taken back, one after the other. Equation: positions, dead processes and results are those of the steps
/// that were made and not taken back.
/// </summary>
internal sealed class Machine
{
    /// <summary>The code of a TA that panics because a search makes it.</summary>
    public const uint PanicCode = 0xdead;

    /// <summary>How many results of others a call can use.</summary>
    public const int MostInputs = 8;

    private readonly NamedValue[] _values;
    private readonly StepState[] _states;
    private readonly NamedValue[] _inputs = new NamedValue[MostInputs];
    private readonly WorldJournal _journal;
    private readonly int[] _positions;
    private readonly Stack<Alternative> _made = new();
    private readonly CompiledCall?[] _panicking;
    private readonly CallCompiler _compiler;

    /// <summary>Boots a world.</summary>
    /// <param name="program">The program.</param>
    /// <param name="hashes">Whether the bytes of each state are hashed.</param>
    public Machine(CallProgram program, bool hashes)
    {
        Program = program;
        World = SecureWorld.Boot(program.Scenario.Options with { Listener = OnEvent, GuardDriver = true });
        _journal = new WorldJournal(World, hashes);
        _positions = new int[program.Processes.Count];
        _values = new NamedValue[program.Slots];
        _states = new StepState[program.Slots];
        _panicking = new CompiledCall?[program.Slots];
        _compiler = new CallCompiler(program.Scenario.Options.Tas);
    }

    /// <summary>The program.</summary>
    public CallProgram Program { get; }

    /// <summary>The world.</summary>
    public SecureWorld World { get; }

    /// <summary>Tells what has changed.</summary>
    public WorldJournal Journal => _journal;

    /// <summary>128 bits of the present state's bytes.</summary>
    public UInt128 Fingerprint => _journal.Fingerprint;

    /// <summary>64 bits of what processes have open.</summary>
    public ulong NormalWorldFingerprint => _journal.NormalWorldFingerprint;

    /// <summary>How many steps each process has made.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Bits of the processes that have died.</summary>
    public ulong Dead { get; private set; }

    /// <summary>How many faults there were.</summary>
    public int Faults { get; private set; }

    /// <summary>How many steps can be taken back.</summary>
    public int Depth => _made.Count;

    /// <summary>What was made, the last one first.</summary>
    public IEnumerable<Alternative> Made => _made;

    /// <summary>Allocations that the last step asked for.</summary>
    public int Allocations { get; private set; }

    /// <summary>Whether a pool ran out in the last step.</summary>
    public bool RanOut { get; private set; }

    /// <summary>The next step of a process; null when it has none, or has to wait.</summary>
    public Step? Next(int process) => Program.Next(_positions, Dead, process);

    /// <summary>Whether a process has died.</summary>
    public bool IsDead(int process) => (Dead >> process & 1) != 0;

    /// <summary>What became of a step.</summary>
    public StepState StateOf(Step step) => _states[step.Index];

    /// <summary>The same, by the step's index.</summary>
    public StepState StateOf(int index) => _states[index];

    /// <summary>What a step gave.</summary>
    public NamedValue ValueOf(int index) => _values[index];

    /// <summary>Makes a step, or what comes in its way.</summary>
    /// <returns>What it led to; null for a call that could not be made, because what it uses is missing.</returns>
    public TeeOutcome? Make(Alternative alternative)
    {
        Allocations = 0;
        RanOut = false;
        TeeOutcome? outcome;
        if (alternative.Kind == AlternativeKind.Kill)
        {
            outcome = World.KillProcess(Program.Processes[alternative.Process]);
            GoOn(null, alternative);
        }
        else
        {
            Step step = Next(alternative.Process) ?? throw new InvalidOperationException($"{Program.Processes[alternative.Process]} cannot go on");
            outcome = MakeStep(step, alternative);
            GoOn(step, alternative);
        }

        _made.Push(alternative);
        return outcome;
    }

    /// <summary>Goes on as if a step had been made, but leaves the world as it is; <see cref="Unassume"/> is the next that must be called.</summary>
    /// <param name="step">The step, without others inside of it; null when a process dies.</param>
    /// <param name="alternative">What happens.</param>
    /// <param name="effect">What is known to come of it.</param>
    public void Assume(Step? step, Alternative alternative, Effect effect)
    {
        if (step is not null) (_states[step.Index], _values[step.Index]) = (effect.State, effect.Value);
        GoOn(step, alternative);
    }

    /// <summary>Takes an assumption back.</summary>
    public void Unassume(Alternative alternative) => GoBack(alternative);

    private void GoOn(Step? step, Alternative alternative)
    {
        if (step is null) Dead |= 1UL << alternative.Process;
        else CallProgram.Advance(_positions, step);
        if (alternative.IsFault) Faults++;
    }

    private void GoBack(Alternative alternative)
    {
        if (alternative.IsFault) Faults--;
        if (alternative.Kind == AlternativeKind.Kill) Dead &= ~(1UL << alternative.Process);
        else Retreat(Program.StepsOf[alternative.Process][_positions[alternative.Process] - 1]);
    }

    /// <summary>Keeps the state, so that the next <see cref="TakeBack"/> comes back to the one before the last step.</summary>
    public void Keep() => _journal.Keep();

    /// <summary>Takes the last step back; the state behind it must have been kept.</summary>
    public void TakeBack()
    {
        GoBack(_made.Pop());
        _journal.StepBack();
    }

    private void Retreat(Step step)
    {
        CallProgram.Retreat(_positions, step);
        _states[step.Index] = StepState.NotMade;
        foreach (Step inner in step.Inner) _states[inner.Index] = StepState.NotMade;
    }

    private TeeOutcome? MakeStep(Step step, Alternative alternative)
    {
        CompiledCall call = alternative.Kind == AlternativeKind.TaPanic ? Panicking(step) : step.Call;
        int failing = alternative.Kind == AlternativeKind.FailAllocation ? alternative.Nth : call.FailAllocation;
        return step.Inner.Length == 0 ? Call(step, call, failing) : CallWithInner(step, call, failing);
    }

    private TeeOutcome? CallWithInner(Step step, CompiledCall call, int failing)
    {
        TeeOutcome? stopped = null;
        World.DuringNextLoad(() =>
        {
            foreach (Step inner in step.Inner)
            {
                if (!IsDead(inner.Process) && Call(inner, inner.Call, inner.Call.FailAllocation) is { Panic: not null } panic) stopped ??= panic;
            }
        });
        TeeOutcome? outcome = Call(step, call, failing);
        World.DuringNextLoad(null);
        return stopped ?? outcome;
    }

    private TeeOutcome? Call(Step step, CompiledCall call, int failing)
    {
        // Calls can come in while another one is made.
        Span<NamedValue> inputs = step.Inner.Length == 0 ? _inputs.AsSpan(0, step.Inputs.Length) : new NamedValue[step.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (_states[step.Inputs[i]] != StepState.Succeeded)
            {
                _states[step.Index] = StepState.Impossible;
                return null;
            }

            inputs[i] = _values[step.Inputs[i]];
        }

        TeeOutcome outcome = call.Make(World, inputs, failing, out _);
        _states[step.Index] = outcome.IsSuccess ? StepState.Succeeded : outcome.Result is TeeResult.OUT_OF_MEMORY or TeeResult.COMMUNICATION ? StepState.OutOfMemory : StepState.Failed;
        if (outcome.IsSuccess && step.Call.Signature.Result is not null) _values[step.Index] = step.Call.ResultOf(outcome, inputs);
        return outcome;
    }

    private CompiledCall Panicking(Step step) => _panicking[step.Index] ??= _compiler.Compile(FaultLabels.WithPanic(step.Statement, PanicCode));

    private void OnEvent(TeeEvent e)
    {
        switch (e.Kind)
        {
            case TeeEventKind.Allocated:
                Allocations++;
                break;
            case TeeEventKind.AllocationFailed or TeeEventKind.PageTablesUnavailable or TeeEventKind.PagePoolExhausted:
                RanOut = true;
                break;
        }
    }
}

/// <summary>What became of a step.</summary>
internal enum StepState : byte
{
    /// <summary>It has not been made.</summary>
    NotMade,

    /// <summary>It did what it was asked to.</summary>
    Succeeded,

    /// <summary>It returned an error, or never.</summary>
    Failed,

    /// <summary>It found no memory: whoever made it can try again.</summary>
    OutOfMemory,

    /// <summary>It could not be made, because what it uses is missing.</summary>
    Impossible,
}
