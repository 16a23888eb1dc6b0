using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Search;

/// <summary>
/// What calls have done to memory that was the same up to addresses. States that differ only in how far processes have come are many for
/// each state of the memory, and a call does the same in all of them: where it is known to what state that leads, and that state was seen,
/// there is no need to make it. So independent calls need no table that says what they touch: the memory says it.
/// </summary>
internal sealed class Effects
{
    private readonly ProgramExecution _machine;
    private readonly AddressRange _heap;
    private readonly LossyCache<Effect> _known = new();
    private readonly int[] _calls;
    private readonly ulong[] _words = new ulong[8 + 3 * MostInputs];
    private const int MostInputs = 8;

    public Effects(ProgramExecution machine)
    {
        _machine = machine;
        BootLayout boot = machine.World.Options.Profile.Boot;
        _heap = new AddressRange(boot.Heap, boot.HeapSize);
        // What a script says once it means once, however often it is repeated.
        _calls = new int[machine.Program.Slots];
        var known = new Dictionary<CallStatement, int>(ReferenceEqualityComparer.Instance);
        foreach (Step step in machine.Program.Steps)
        {
            if (!known.TryGetValue(step.Statement, out int number)) known[step.Statement] = number = known.Count;
            _calls[step.Index] = number;
        }
    }

    /// <summary>What an effect depends on.</summary>
    /// <param name="memory">The memory in front of it, up to addresses.</param>
    /// <param name="normalWorld">What processes have open.</param>
    /// <param name="step">The call, of which the inputs are those of the machine's present state; null when a process dies.</param>
    /// <param name="alternative">What happens.</param>
    /// <returns>
    /// A key; null when the call is given an address of the heap, which is not the same thing in all memory
    /// that is the same up to addresses.
    /// </returns>
    public UInt128? KeyOf(UInt128 memory, ulong normalWorld, Step? step, Alternative alternative)
    {
        int n = 0;
        _words[n++] = (ulong)memory;
        _words[n++] = (ulong)(memory >> 64);
        _words[n++] = normalWorld;
        _words[n++] = (ulong)(uint)alternative.Code << 32 | (uint)(step is null ? -1 : _calls[step.Index]);
        foreach (int input in step is null ? [] : step.Inputs)
        {
            NamedValue value = _machine.Execution.ValueOf(input);
            if (IsAddress(value)) return null;
            _words[n++] = (ulong)_machine.Execution.StateOf(input);
            _words[n++] = value.Value;
            _words[n++] = value.Session;
        }

        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_words.AsSpan(0, n)));
    }

    /// <summary>What happened the last time; null when that is not known.</summary>
    public Effect? Find(UInt128 key) => _known.Find(key);

    /// <summary>Remembers what has happened. Not when it has given an address of the heap, which may be another the next time.</summary>
    public void Add(UInt128 key, Effect effect)
    {
        if (!IsAddress(effect.Value)) _known.Add(key, effect);
    }

    private bool IsAddress(NamedValue value) => _heap.Contains(value.Value, 1);
}

/// <summary>What a call, or a fault, has done.</summary>
/// <param name="Memory">The memory behind it, up to addresses.</param>
/// <param name="NormalWorld">What processes have open then.</param>
/// <param name="State">What became of the step.</param>
/// <param name="Value">What it gave.</param>
/// <param name="Outcome">What it led to.</param>
/// <param name="RanOut">Whether a pool ran out in it.</param>
/// <param name="MissingAllocations">How many allocations it would have had to make more for the one to fail that was to.</param>
/// <param name="Orphans">The number of the leak that begins in it; 0 for none.</param>
internal sealed record Effect(
    UInt128 Memory, ulong NormalWorld, StepState State, NamedValue Value, TeeOutcome? Outcome, bool RanOut, int MissingAllocations,
    int Orphans);
