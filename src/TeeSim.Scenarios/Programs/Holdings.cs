using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// What processes have: all that calls gave them and that was not taken back. Each change can be undone, since searches go back. Equations:
/// <see cref="Fingerprint"/> is the sum of the hashes of what is there; the chain of a key has all things of
/// that key, in no particular order.
/// </summary>
internal sealed class Holdings(bool countsExecutions)
{
    private readonly List<Holding> _all = [];
    private readonly Dictionary<UInt128, Holding> _byKey = [];
    private Holding?[] _bySlot = [];
    private readonly List<Change> _changes = [];
    private readonly Stack<int> _marks = new();
    private long _executions;

    /// <summary>All of it, in no particular order.</summary>
    public IReadOnlyList<Holding> All => _all;

    /// <summary>64 bits by which it can be told from other states of what processes have.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>What was given through a slot, if it is still there.</summary>
    public Holding? OfSlot(int slot) => (uint)slot < (uint)_bySlot.Length && _bySlot[slot] is { IsPresent: true } h ? h : null;

    /// <summary>Takes down what a call has changed.</summary>
    /// <param name="step">The call.</param>
    /// <param name="state">What became of it.</param>
    /// <param name="value">What it gave.</param>
    /// <param name="inputs">What it was made with.</param>
    /// <param name="overwritten">The slot of what its name stood for; -1 for nothing.</param>
    /// <param name="byFault">Whether a fault that the script does not have was in its way.</param>
    /// <returns>Whether a failure of it is only the consequence of another one's: it takes back what was never given.</returns>
    public bool After(Step step, StepState state, NamedValue value, ReadOnlySpan<NamedValue> inputs, int overwritten, bool byFault)
    {
        bool isConsequence = false;
        CompiledCall call = step.Call;
        if (step.EndsProcess) Die(step.ProcessName);
        if (call.IsClosing) isConsequence = Close(call.KeyOf(inputs), state, byFault);
        if ((call.Definition.Traits & (CallTraits.ClosesPart | CallTraits.Moves)) != 0 && state == StepState.Succeeded)
            TakePart(step, value, inputs);
        if (state == StepState.Succeeded) Overwrite(overwritten);
        if (call.Closing is { } closing) Give(step, closing, state, value, inputs);
        return isConsequence;
    }

    /// <summary>A name means something else from now on: what its process had under it, it can't name any more.</summary>
    /// <param name="slot">What the name stood for; -1 for nothing.</param>
    public void Overwrite(int slot)
    {
        if (slot >= 0
            && OfSlot(slot) is { State: HoldingState.Open or HoldingState.Refused or HoldingState.Starved, Closing.NeedsResult: true } lost)
        {
            Set(lost, HoldingState.Lost);
        }
    }

    /// <summary>
    /// A process dies, with all of its threads: the normal world has closed its sessions and taken its shared memory back.
    /// </summary>
    public void Die(string process)
    {
        for (int i = _all.Count - 1; i >= 0; i--)
        {
            Holding h = _all[i];
            if (!ThreadName.AreOfOneProcess(h.Process, process) || h.State == HoldingState.Dead) continue;
            if (h.Kind is ParameterKind.Session or ParameterKind.Shm || h.State == HoldingState.NeverGiven) Remove(h);
            else Set(h, HoldingState.Dead);
        }
    }

    /// <summary>What was given through one slot can be found by another one, too.</summary>
    public void Pass(int from, int to)
    {
        if (from != to && OfSlot(from) is { } h) _changes.Add(new Change(ChangeKind.Passed, h, default, to, Exchange(to, h), -1));
    }

    /// <summary>A thing was taken back, or was not.</summary>
    public void Closed(Holding h, bool isClosed)
    {
        if (isClosed) Remove(h);
        else if (h.State == HoldingState.Open) Set(h, HoldingState.Refused);
    }

    /// <summary>Remembers the present state, for <see cref="Undo"/>.</summary>
    public void Mark() => _marks.Push(_changes.Count);

    /// <summary>Goes back to the last mark.</summary>
    public void Undo()
    {
        int first = _marks.Pop();
        while (_changes.Count > first)
        {
            Change change = _changes[^1];
            _changes.RemoveAt(_changes.Count - 1);
            change.Undo(this);
        }
    }

    /// <summary>Forgets how to go back, where nobody will.</summary>
    public void Forget() => _changes.Clear();

    private void Give(Step step, ClosingCall closing, StepState state, NamedValue value, ReadOnlySpan<NamedValue> inputs)
    {
        bool isGiven = state == StepState.Succeeded;
        if (!isGiven && closing.NeedsResult) return;
        var closingInputs = new NamedValue[closing.From.Count];
        for (int i = 0; i < closingInputs.Length; i++)
            closingInputs[i] = closing.From[i] == ClosingCall.Result ? value : inputs[closing.From[i]];
        Add(step, closing, closingInputs, value, SizeOf(step.Call), isGiven ? HoldingState.Open : HoldingState.NeverGiven);
    }

    private void Add(Step step, ClosingCall closing, NamedValue[] inputs, NamedValue value, ulong size, HoldingState state)
    {
        (bool needsSession, Holding? through) = ThroughOf(step);
        var h = new Holding
        {
            Step = step,
            Sequence = countsExecutions ? ++_executions : step.Index,
            Value = value,
            Closing = closing,
            Inputs = inputs,
            Key = closing.Call.KeyOf(inputs),
            Through = through,
            NeedsSession = needsSession,
            State = state,
            Size = size,
        };
        Insert(h, -1);
        _changes.Add(new Change(ChangeKind.Added, h, default, step.Index, Exchange(step.Index, h), -1));
    }

    /// <returns>What was found through the slot before.</returns>
    private Holding? Exchange(int slot, Holding h)
    {
        if (slot >= _bySlot.Length) Array.Resize(ref _bySlot, Math.Max(slot + 1, Math.Max(16, 2 * _bySlot.Length)));
        Holding? before = _bySlot[slot];
        _bySlot[slot] = h;
        return before;
    }

    // The session that a call goes through: its own, or that of the handle that it is given. None that this execution has not opened.
    private (bool Needs, Holding? Through) ThroughOf(Step step)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            ParameterKind? kind = step.Call.KindOfInput(i);
            if (kind == ParameterKind.Session && OfSlot(step.Inputs[i]) is { } session) return (true, session);
            if (kind is ParameterKind.Handle or ParameterKind.TaSession && OfSlot(step.Inputs[i]) is { } given)
                return (given.NeedsSession, given.Through);
        }

        return (false, null);
    }

    private bool Close(UInt128 key, StepState state, bool byFault)
    {
        if (state is StepState.Impossible or StepState.NotMade || !TryFind(key, out Holding? h)) return false;
        if (h.State == HoldingState.NeverGiven)
        {
            if (state == StepState.Succeeded) return false;
            Remove(h);
            return true;
        }

        if (state == StepState.Succeeded) Remove(h);
        else if (h.IsOpen)
            Set(h, state != StepState.OutOfMemory ? HoldingState.Refused : byFault ? HoldingState.StarvedByFault : HoldingState.Starved);
        return false;
    }

    // What is open first, then what was refused, then what was never given; of several the oldest.
    private bool TryFind(UInt128 key, [NotNullWhen(true)] out Holding? found)
    {
        found = null;
        _byKey.TryGetValue(key, out Holding? first);
        for (Holding? h = first; h is not null; h = h.NextOfKey)
        {
            if (found is null || Rank(h) < Rank(found) || (Rank(h) == Rank(found) && h.Sequence < found.Sequence)) found = h;
        }

        return found is not null;
    }

    private static int Rank(Holding h) => h.State switch
    {
        HoldingState.Open => 0,
        HoldingState.Starved or HoldingState.StarvedByFault => 1,
        HoldingState.Refused => 2,
        HoldingState.Lost => 3,
        HoldingState.Dead => 4,
        _ => 5,
    };

    // A TA has unmapped, or moved, a part of what it has mapped: the rest is what is left to unmap.
    private void TakePart(Step step, NamedValue value, ReadOnlySpan<NamedValue> inputs)
    {
        (NamedValue session, ulong start) = (inputs[0], inputs[^1].Value);
        ulong size = SizeOf(step.Call);
        if (size == 0) return;
        foreach (Holding h in _all.Where(h => h.Size > 0 && h.State == HoldingState.Open && h.Inputs[0] == session
            && start < h.Value.Value + h.Size && h.Value.Value < start + size).OrderBy(h => h.Sequence).ToArray())
        {
            ulong from = h.Value.Value;
            ulong end = from + h.Size;
            Remove(h);
            if (from < start) AddPiece(h, from, start - from);
            if (end > start + size) AddPiece(h, start + size, end - start - size);
            if (step.Call.Definition.Traits.HasFlag(CallTraits.Moves))
                AddPiece(h, value.Value + (Math.Max(from, start) - start), Math.Min(end, start + size) - Math.Max(from, start));
        }
    }

    private void AddPiece(Holding whole, ulong start, ulong size)
    {
        NamedValue value = whole.Value with { Value = start };
        NamedValue[] inputs = [.. whole.Inputs.Select((input, i) => whole.Closing.From[i] == ClosingCall.Result ? value : input)];
        Add(whole.Step, whole.Closing with { Call = whole.Closing.Call.With("size", size) }, inputs, value, size, HoldingState.Open);
    }

    // Whole pages, as the core maps them; 0 for what can only be taken back as a whole.
    private static ulong SizeOf(CompiledCall call)
    {
        bool isMapping = call.Closing?.Call.Definition.Traits.HasFlag(CallTraits.ClosesPart)
            ?? (call.Definition.Traits & (CallTraits.ClosesPart | CallTraits.Moves)) != 0;
        return isMapping ? Core.Words.Align.Up(call.Bound.Number("size")!.Value, Mmu.Pages.SmallPageSize) : 0;
    }

    private void Insert(Holding h, int place)
    {
        h.IsPresent = true;
        if (place < 0 || place >= _all.Count)
        {
            h.Place = _all.Count;
            _all.Add(h);
        }
        else
        {
            // As it was before it was taken out.
            Holding moved = _all[place];
            moved.Place = _all.Count;
            _all.Add(moved);
            _all[place] = h;
            h.Place = place;
        }

        ref Holding? first = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, h.Key, out _);
        (h.NextOfKey, first) = (first, h);
        Fingerprint += h.Hash;
    }

    private void TakeOut(Holding h)
    {
        h.IsPresent = false;
        Holding last = _all[^1];
        _all[last.Place = h.Place] = last;
        _all.RemoveAt(_all.Count - 1);
        TakeOutOfChain(h);
        Fingerprint -= h.Hash;
    }

    private void TakeOutOfChain(Holding h)
    {
        Holding first = _byKey[h.Key];
        if (first != h)
        {
            Holding before = first;
            while (before.NextOfKey != h) before = before.NextOfKey!;
            before.NextOfKey = h.NextOfKey;
        }
        else if (h.NextOfKey is { } next)
        {
            _byKey[h.Key] = next;
        }
        else
        {
            _byKey.Remove(h.Key);
        }
    }

    private void Remove(Holding h)
    {
        int place = h.Place;
        TakeOut(h);
        _changes.Add(new Change(ChangeKind.Removed, h, default, -1, null, place));
    }

    private void Set(Holding h, HoldingState state)
    {
        _changes.Add(new Change(ChangeKind.Changed, h, h.State, -1, null, -1));
        Apply(h, state);
    }

    private void Apply(Holding h, HoldingState state)
    {
        Fingerprint -= h.Hash;
        h.State = state;
        Fingerprint += h.Hash;
    }

    private enum ChangeKind
    {
        Added,
        Passed,
        Removed,
        Changed,
    }

    private readonly record struct Change(ChangeKind Kind, Holding Holding, HoldingState Before, int Slot, Holding? SlotBefore, int Place)
    {
        public void Undo(Holdings holdings)
        {
            switch (Kind)
            {
                case ChangeKind.Added or ChangeKind.Passed:
                    if (Kind == ChangeKind.Added) holdings.TakeOut(Holding);
                    holdings._bySlot[Slot] = SlotBefore;
                    break;
                case ChangeKind.Removed:
                    holdings.Insert(Holding, Place);
                    break;
                default:
                    holdings.Apply(Holding, Before);
                    break;
            }
        }
    }
}
