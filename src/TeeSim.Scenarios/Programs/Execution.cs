using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// Makes steps in a world: the one way in which calls of scripts are made, by runs, searches, trials and forecasts. What a step gives lies
/// in its slot; what processes have is kept in <see cref="Holdings"/>.
/// </summary>
/// <param name="world">The world.</param>
/// <param name="slots">How many slots there are at first.</param>
/// <param name="countsExecutions">
/// Whether steps are made several times, so that what they give is told apart by when, and not by its slot.
/// </param>
/// <param name="keepsHoldings">Whether anybody asks what processes have, or whether a failure is another one's consequence.</param>
internal sealed class Execution(SecureWorld world, int slots, bool countsExecutions = false, bool keepsHoldings = true)
{
    private const int MostInputs = 8;
    private readonly NamedValue[] _inputs = new NamedValue[MostInputs];
    private StepState[] _states = new StepState[Math.Max(slots, 1)];
    private int[] _overwrites = new int[Math.Max(slots, 1)];
    private NamedValue[] _values = new NamedValue[Math.Max(slots, 1)];
    private int _inCall;
    private bool _ranOut;

    /// <summary>The world.</summary>
    public SecureWorld World => world;

    /// <summary>What processes have.</summary>
    public Holdings Holdings { get; } = new(countsExecutions);

    /// <summary>How many calls have not returned.</summary>
    public int Hangs { get; private set; }

    /// <summary>How many allocations the step that ended last would have had to make for the one to fail that was to.</summary>
    public int MissingAllocations { get; private set; }

    /// <summary>Whether the step that ended last failed only because the one failed that it was to undo.</summary>
    public bool IsConsequence { get; private set; }

    /// <summary>Whether a pool ran out in the step that ended last itself, and not in one that came in meanwhile.</summary>
    public bool RanOut { get; private set; }

    /// <summary>
    /// Whether the step that ended last was another try of a call that had not returned <c>BUSY</c>: it did nothing, and has the state
    /// and the result of the try before.
    /// </summary>
    public bool WasSkipped { get; private set; }

    /// <summary>Whether what stands in the block of the step that ended last has come in.</summary>
    public bool BlockCame { get; private set; }

    /// <summary>
    /// The step in the block of the one that ended last that has stopped the core, with which the outer one has
    /// nothing to do; null when none has.
    /// </summary>
    public Step? StoppedIn { get; private set; }

    /// <summary>Says of a step in a block that it can't come in, because its process has died; null when all live.</summary>
    public Predicate<Step>? IsDead { get; set; }

    /// <summary>Is told of each step in a block when it has been made; null for nobody.</summary>
    public Action<Step, TeeOutcome?>? OnInner { get; set; }

    /// <summary>Is asked to judge the expectations in a block; null for nobody.</summary>
    public Action<ExpectStatement>? OnExpectation { get; set; }

    /// <summary>What became of a step.</summary>
    public StepState StateOf(int slot) => slot < _states.Length ? _states[slot] : StepState.NotMade;

    /// <summary>What a step gave.</summary>
    public NamedValue ValueOf(int slot) => _values[slot];

    /// <summary>Gives a slot a value that no step of this execution gave.</summary>
    public void Set(int slot, StepState state, NamedValue value)
    {
        Reserve(slot);
        (_states[slot], _values[slot], _overwrites[slot]) = (state, value, slot);
    }

    /// <summary>The first input of a step that is missing, by its place; -1 when none is.</summary>
    public int MissingInput(Step step)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (StateOf(step.Inputs[i]) != StepState.Succeeded) return i;
        }

        return -1;
    }

    /// <summary>Is told of what happens in the world.</summary>
    public void On(in TeeEvent e) =>
        _ranOut |= e.Kind is TeeEventKind.AllocationFailed or TeeEventKind.PageTablesUnavailable or TeeEventKind.PagePoolExhausted;

    /// <summary>Whether a step would do nothing: it is another try, and there is nothing to try again.</summary>
    public bool WouldSkip(Step step) => step.RetryOf is { } before && StateOf(before.Index) != StepState.Busy;

    /// <summary>
    /// The slot of what a name stands for where a call gives it to something else: that of the call that has given it last as written.
    /// Where that one gave nothing, it is that of the one before.
    /// </summary>
    /// <param name="slot">The slot that the call overwrites as written; -1 for none.</param>
    public int Overwritten(int slot)
    {
        while (slot >= 0 && StateOf(slot) is not (StepState.NotMade or StepState.Succeeded) && _overwrites[slot] is var before
            && before != slot)
        {
            slot = before;
        }
        return slot;
    }

    /// <summary>A name means something else from now on.</summary>
    /// <param name="slot">The slot that a call overwrites as written; -1 for none.</param>
    public void Overwrite(int slot) => Holdings.Overwrite(Overwritten(slot));

    /// <summary>Makes a step as it is.</summary>
    /// <exception cref="DriverProblemException">The driver threw an exception.</exception>
    public TeeOutcome? Make(Step step) => Make(step, step.Call, step.FailAllocation, null);

    /// <summary>Makes a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="call">What it does, where that is not what it says.</param>
    /// <param name="failing">Which of its allocations fails, from 1; 0 for none.</param>
    /// <param name="block">Makes what stands in its block; null for the lines of its block.</param>
    /// <returns>
    /// What it led to, or the panic of a step in its block; null when it could not be made, because what it
    /// uses is missing, or was skipped.
    /// </returns>
    public TeeOutcome? Make(Step step, CompiledCall call, int failing, Action? block)
    {
        StoppedIn = null;
        WasSkipped = WouldSkip(step);
        if (WasSkipped)
        {
            Skip(step, step.RetryOf!.Index);
            return null;
        }

        if (step.Block.Length == 0 && block is null) return MakeAlone(step, call, failing);
        TeeOutcome? stopped = null;
        bool came = false;
        world.DuringNextLoad(() =>
        {
            came = true;
            if (block is not null) block();
            else stopped = MakeBlock(step);
        });
        TeeOutcome? outcome = MakeAlone(step, call, failing);
        // They wait for this load, not for the next one.
        world.DuringNextLoad(null);
        BlockCame = came;
        if (!came)
        {
            foreach (Step inner in step.Inner)
            {
                Reserve(inner);
                _states[inner.Index] = StepState.NeverCame;
            }
        }

        return stopped ?? outcome;
    }

    /// <summary>Lets a process die.</summary>
    public TeeOutcome Kill(string process)
    {
        _ranOut = false;
        TeeOutcome outcome;
        try
        {
            outcome = world.KillProcess(process);
        }
        catch (DriverFaultException fault)
        {
            throw DriverProblemException.Of(fault, null);
        }

        if (outcome.Hang is not null) Hangs++;
        Holdings.Die(process);
        (IsConsequence, RanOut) = (false, _ranOut);
        return outcome;
    }

    /// <summary>Takes back that a step was made; its world and its holdings go back by themselves.</summary>
    /// <param name="step">The step; null when a process died.</param>
    /// <param name="hangs">How many calls had not returned before it.</param>
    public void Retreat(Step? step, int hangs)
    {
        Hangs = hangs;
        if (step is null) return;
        _states[step.Index] = StepState.NotMade;
        foreach (Step inner in step.Inner) _states[inner.Index] = StepState.NotMade;
    }

    /// <summary>Goes on as if a step had been made.</summary>
    /// <param name="step">The step.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="value">What it gave.</param>
    /// <param name="ranOut">Whether a pool ran out in it.</param>
    /// <param name="byFault">Whether an allocation failed in it that the script does not make fail.</param>
    public void Assume(Step step, StepState state, NamedValue value, bool ranOut, bool byFault)
    {
        RanOut = ranOut;
        Reserve(step);
        (_states[step.Index], _values[step.Index]) = (state, value);
        if (state == StepState.Hung) Hangs++;
        Span<NamedValue> inputs = _inputs.AsSpan(0, step.Inputs.Length);
        for (int i = 0; i < inputs.Length; i++) inputs[i] = _values[step.Inputs[i]];
        IsConsequence = state != StepState.Impossible && After(step, state, value, inputs, byFault);
    }

    private void Skip(Step step, int before)
    {
        Reserve(step);
        (_states[step.Index], _values[step.Index]) = (StateOf(before), ValueOf(before));
        Holdings.Pass(before, step.Index);
        (IsConsequence, BlockCame, MissingAllocations) = (false, false, 0);
    }

    private TeeOutcome? MakeBlock(Step outer)
    {
        foreach (BlockLine line in outer.Block)
        {
            if (line.Expectation is { } expectation)
            {
                OnExpectation?.Invoke(expectation);
                continue;
            }

            Step step = line.Step!;
            if (IsDead?.Invoke(step) is true) continue;
            TeeOutcome? outcome = Make(step);
            OnInner?.Invoke(step, outcome);
            if (outcome is not { Panic: not null }) continue;
            StoppedIn ??= step;
            return outcome;
        }

        return null;
    }

    private TeeOutcome? MakeAlone(Step step, CompiledCall call, int failing)
    {
        Reserve(step);
        (IsConsequence, RanOut) = (false, false);
        if (MissingInput(step) >= 0)
        {
            _states[step.Index] = StepState.Impossible;
            return null;
        }

        // Calls can come in while another one is made.
        Span<NamedValue> inputs = _inCall == 0 ? _inputs.AsSpan(0, step.Inputs.Length) : new NamedValue[step.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = _values[step.Inputs[i]];
        _inCall++;
        bool ranOutOutside = _ranOut;
        _ranOut = false;
        TeeOutcome outcome;
        int missing;
        try
        {
            outcome = call.Make(world, inputs, failing, out missing);
        }
        catch (DriverFaultException fault)
        {
            throw DriverProblemException.Of(fault, step.Statement);
        }
        finally
        {
            _inCall--;
            (RanOut, _ranOut) = (_ranOut, ranOutOutside);
        }

        MissingAllocations = missing;
        StepState state = StateOf(outcome);
        NamedValue value = outcome.IsSuccess && step.Call.Definition.Result is not null ? step.Call.ResultOf(outcome, inputs) : default;
        (_states[step.Index], _values[step.Index]) = (state, value);
        if (state == StepState.Hung) Hangs++;
        IsConsequence = After(step, state, value, inputs, failing > 0 && step.FailAllocation == 0);
        return outcome;
    }

    private static StepState StateOf(TeeOutcome outcome) => outcome switch
    {
        { IsSuccess: true } => StepState.Succeeded,
        { Hang: not null } => StepState.Hung,
        { Panic: null, Result: TeeResult.BUSY } => StepState.Busy,
        { Panic: null, Result: TeeResult.OUT_OF_MEMORY or TeeResult.COMMUNICATION } => StepState.OutOfMemory,
        _ => StepState.Failed,
    };

    private bool After(Step step, StepState state, NamedValue value, ReadOnlySpan<NamedValue> inputs, bool byFault) =>
        keepsHoldings && Holdings.After(step, state, value, inputs, Overwritten(step.Overwrites), byFault);

    private void Reserve(Step step)
    {
        Reserve(step.Index);
        _overwrites[step.Index] = step.Overwrites;
    }

    private void Reserve(int slot)
    {
        if (slot < _states.Length) return;
        Array.Resize(ref _states, Math.Max(2 * _states.Length, slot + 1));
        Array.Resize(ref _values, _states.Length);
        Array.Resize(ref _overwrites, _states.Length);
    }
}
