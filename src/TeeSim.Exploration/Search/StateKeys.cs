using System.IO.Hashing;
using System.Runtime.InteropServices;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Search;

/// <summary>
/// By what a state is told from others: the core's memory, what the normal world knows, how far each process has come, what it will still
/// use, what it has and can or can't take back. All that a rule reads of a state is in it, so that no verdict depends on who comes first.
/// </summary>
internal sealed class StateKeys
{
    private readonly ProgramExecution _machine;
    private readonly ObjectGraph? _graph;
    private readonly Giver[] _givers;
    private readonly Overwritten[] _overwritten;
    private readonly ulong[] _words;

    /// <param name="machine">Where the states are.</param>
    /// <param name="graph">Objects, for states that are equal up to addresses; null for exact ones.</param>
    public StateKeys(ProgramExecution machine, ObjectGraph? graph)
    {
        _machine = machine;
        _graph = graph;
        _givers = [.. GiversOf(machine.Program)];
        _overwritten = [.. OverwrittenIn(machine.Program)];
        _words = new ulong[machine.Program.Processes.Count + 4 * _givers.Length + 2 * _overwritten.Length + 10];
    }

    /// <summary>What tells the machine's present memory apart, which the graph has read and the journal has kept.</summary>
    public UInt128 Memory() => _graph?.Fingerprint() ?? _machine.Journal.Fingerprint;

    /// <summary>The key of a state that is as far as the machine is.</summary>
    /// <param name="memory">Its memory.</param>
    /// <param name="normalWorld">What processes have open.</param>
    public UInt128 Of(UInt128 memory, ulong normalWorld)
    {
        Execution execution = _machine.Execution;
        int n = 0;
        _words[n++] = (ulong)memory;
        _words[n++] = (ulong)(memory >> 64);
        _words[n++] = normalWorld;
        _words[n++] = _machine.Dead;
        _words[n++] = (ulong)(uint)_machine.Faults << 32 | (uint)_machine.AsWritten;
        _words[n++] = execution.Holdings.Fingerprint;
        _words[n++] = execution.Hangs > 0 ? 1UL : 0;
        foreach (int position in _machine.Positions) _words[n++] = (ulong)position;
        foreach (Giver giver in _givers)
        {
            StepState state = execution.StateOf(giver.Step.Index);
            if (state is StepState.NotMade or StepState.NeverCame || !IsStillUsed(giver)) continue;
            NamedValue value = state == StepState.Succeeded ? execution.ValueOf(giver.Step.Index) : default;
            _words[n++] = (ulong)giver.Step.Index << 8 | (ulong)state;
            _words[n++] = value.Value;
            _words[n++] = value.Session;
        }

        foreach (Overwritten name in _overwritten)
        {
            if (IsMade(name.By)) continue;
            int slot = execution.Overwritten(name.Slot);
            // What is closed, or is closed without its name, can't be lost with it.
            if (execution.Holdings.OfSlot(slot) is not { Closing.NeedsResult: true } holding) continue;
            _words[n++] = (ulong)slot;
            _words[n++] = holding.Hash;
        }

        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(_words.AsSpan(0, n)));
    }

    private bool IsMade(Awaited step) => _machine.Positions[step.Process] >= step.Steps || _machine.IsDead(step.Process);

    private bool IsStillUsed(Giver giver)
    {
        foreach (Awaited user in giver.Users)
        {
            if (!IsMade(user)) return true;
        }

        return false;
    }

    private static IEnumerable<Giver> GiversOf(CallProgram program)
    {
        Step[] all = [.. program.Steps.SelectMany(s => s.Inner.Prepend(s))];
        foreach (Step step in all)
        {
            Awaited[] users = [.. all.Where(u => u.Inputs.Contains(step.Index) || u.RetryOf?.Index == step.Index)
                .Select(u => new Awaited(u.Process, u.Position + 1))];
            if (users.Length > 0) yield return new Giver(step, users);
        }
    }

    // What one process has under a name, and another one, or a later round, will give to something else.
    private static IEnumerable<Overwritten> OverwrittenIn(CallProgram program) =>
        program.Steps.SelectMany(s => s.Inner.Prepend(s)).Where(s => s.Overwrites >= 0)
            .Select(s => new Overwritten(s.Overwrites, new Awaited(s.Process, s.Position + 1)));

    /// <summary>A slot whose name is given anew, and when.</summary>
    private sealed record Overwritten(int Slot, Awaited By);

    /// <summary>A step, and until when its result is needed.</summary>
    private sealed record Giver(Step Step, Awaited[] Users);
}
