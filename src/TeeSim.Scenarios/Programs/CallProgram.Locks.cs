namespace TeeSim.Scenarios.Programs;

/// <summary>Locks of the normal world.</summary>
public sealed partial class CallProgram
{
    /// <summary>What is done with a lock, in the order in which the script takes them.</summary>
    public IReadOnlyList<LockSection> LockSections { get; init; } = [];

    /// <summary>The process that keeps another one from taking a lock; null when it is free, or the step takes none.</summary>
    private LockSection? Holder(ReadOnlySpan<int> positions, ulong dead, Step step)
    {
        if (!step.TakesLock) return null;
        foreach (LockSection section in LockSections)
        {
            if (section.Process != step.Process && section.Lock == step.Call.Lock && section.IsHeld(positions, dead)) return section;
        }

        return null;
    }

    /// <summary>
    /// The first process that waits for ever, because all do: each for a lock, or a process, that another one keeps from it. Null when some
    /// process can go on, or all are done.
    /// </summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died.</param>
    internal LockDeadlock? Deadlock(ReadOnlySpan<int> positions, ulong dead)
    {
        if (LockSections.Count == 0) return null;
        LockDeadlock? first = null;
        for (int process = 0; process < StepsOf.Length; process++)
        {
            if (Next(positions, dead, process) is not null) return null;
            if (first is not null || positions[process] >= StepsOf[process].Length || (dead >> process & 1) != 0) continue;
            Step step = StepsOf[process][positions[process]];
            if (step.Process == process && Holder(positions, dead, step) is { } holder)
                first = new LockDeadlock(step, StepsOf[holder.Process][holder.From]);
        }

        return first;
    }
}

/// <summary>A process that waits for a lock whose holder can't go on either.</summary>
/// <param name="Waiting">The step that would take it.</param>
/// <param name="Taken">The step that has taken it.</param>
internal sealed record LockDeadlock(Step Waiting, Step Taken);
