using TeeSim.Exploration.States;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Trials;

/// <summary>A world that is booted once and in which one list of calls is tried after the other, each from the state after boot. Made for tens of thousands of tries a second.</summary>
internal sealed partial class TrialWorld
{
    private readonly WorldJournal _journal;
    private readonly SecureWorld _world;
    private readonly ObjectGraph _graph;
    private readonly NamedValue[] _inputs = new NamedValue[MostInputs];
    private SlotState[] _slots = new SlotState[64];
    private int _round;

    // A session, and four buffers.
    private const int MostInputs = 8;

    /// <summary>Boots.</summary>
    /// <param name="options">What with; its log and listener are left out.</param>
    public TrialWorld(SecureWorldOptions options)
    {
        _world = SecureWorld.Boot(options with { Logger = null, Listener = null });
        _journal = new WorldJournal(_world, hashes: false);
        _graph = ObjectGraph.Of(_world, _journal);
    }

    /// <summary>Goes back to the state after boot.</summary>
    public void Reset()
    {
        while (_journal.Depth > 0) _journal.StepBack();
        _journal.Discard();
        _round++;
    }

    // The graph sees what is kept.
    private void Look()
    {
        _journal.Keep();
        _graph.Read();
    }

    /// <summary>What a call led to since the last reset; null when it was not made.</summary>
    public TeeOutcome? OutcomeOf(TrialCall call) => call.Slot < _slots.Length && _slots[call.Slot].Round == _round ? _slots[call.Slot].Outcome : null;

    /// <summary>Whether a slot holds something that calls can use.</summary>
    public bool Holds(int slot) => slot < _slots.Length && _slots[slot].Round == _round && _slots[slot].Outcome is { IsSuccess: true };

    /// <summary>Whether the allocation was made that was to fail.</summary>
    public bool FaultCame(TrialCall call) => call.FailAllocation > 0 && OutcomeOf(call) is not null && _slots[call.Slot].Missing == 0;

    /// <summary>Makes a call.</summary>
    /// <returns>What it led to; null when it could not be made, because what it uses is not there.</returns>
    /// <exception cref="DriverFaultException">A guarded driver threw an exception.</exception>
    public TeeOutcome? Make(TrialCall call) => call.Inner.Count == 0 ? MakeAlone(call) : MakeWithInner(call);

    private TeeOutcome? MakeAlone(TrialCall call)
    {
        IReadOnlyList<int> from = call.Inputs;
        // Calls can come in while another one is made.
        Span<NamedValue> inputs = call.Inner.Count == 0 ? _inputs.AsSpan(0, from.Count) : new NamedValue[from.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!Holds(from[i])) return null;
            inputs[i] = _slots[from[i]].Value;
        }

        TeeOutcome outcome = call.Call.Make(_world, inputs, call.FailAllocation, out int missing);
        if (call.Slot >= _slots.Length) Array.Resize(ref _slots, 2 * call.Slot);
        NamedValue value = outcome.IsSuccess && call.Call.Signature.Result is not null ? call.Call.ResultOf(outcome, inputs) : default;
        _slots[call.Slot] = new SlotState(_round, outcome, value, missing);
        return outcome;
    }

    private TeeOutcome? MakeWithInner(TrialCall call)
    {
        TeeOutcome? stopped = null;
        _world.DuringNextLoad(() =>
        {
            foreach (TrialCall inner in call.Inner)
            {
                if (stopped is null && Make(inner) is { Panic: not null } panic) stopped = panic;
            }
        });
        TeeOutcome? outcome = MakeAlone(call);
        _world.DuringNextLoad(null);
        return stopped ?? outcome;
    }

    /// <summary>What a call has left. Of earlier rounds nothing counts, so that nothing has to be cleared.</summary>
    private readonly record struct SlotState(int Round, TeeOutcome Outcome, NamedValue Value, int Missing);
}
