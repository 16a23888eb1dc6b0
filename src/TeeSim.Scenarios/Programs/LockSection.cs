namespace TeeSim.Scenarios.Programs;

/// <summary>
/// What a process does while it has a lock of the normal world. Who has it follows from how far processes have
/// come, so it is no state of its own.
/// </summary>
/// <param name="Lock">The lock.</param>
/// <param name="Process">Which process.</param>
/// <param name="From">The place of the step that takes it.</param>
/// <param name="To">How many steps the process has made when it gives it back, or has died.</param>
public sealed record LockSection(string Lock, int Process, int From, int To)
{
    /// <summary>Whether the process has the lock.</summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died: a lock of the dead is free.</param>
    public bool IsHeld(ReadOnlySpan<int> positions, ulong dead) =>
        positions[Process] > From && positions[Process] < To && (dead >> Process & 1) == 0;
}
