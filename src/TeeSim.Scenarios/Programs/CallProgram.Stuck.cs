using System.Numerics;

namespace TeeSim.Scenarios.Programs;

/// <summary>Programs in which nobody can go on.</summary>
public sealed partial class CallProgram
{
    /// <summary>
    /// A step that is never made, where no process can go on, though no lock and no death keeps it: then the program is wrong, and nothing
    /// that is said of it is true. Null for none.
    /// </summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died.</param>
    internal Step? NeverMade(ReadOnlySpan<int> positions, ulong dead)
    {
        ulong waiting = 0;
        for (int process = 0; process < StepsOf.Length; process++)
        {
            if ((dead >> process & 1) == 0 && positions[process] < StepsOf[process].Length) waiting |= 1UL << process;
        }

        // Whoever waits for one that waits for ever does so, too.
        ulong left = waiting;
        for (ulong before = 0; left != before;)
        {
            before = left;
            for (int process = 0; process < StepsOf.Length; process++)
            {
                if ((left >> process & 1) != 0 && IsKept(StepsOf[process][positions[process]], positions, dead, waiting & ~left))
                    left &= ~(1UL << process);
            }
        }

        if (left == 0) return null;
        int first = BitOperations.TrailingZeroCount(left);
        return StepsOf[first][positions[first]];
    }

    // By a lock, by the death of the process in whose call it would come in, or by somebody who is kept.
    private bool IsKept(Step step, ReadOnlySpan<int> positions, ulong dead, ulong kept)
    {
        if ((dead >> step.Process & 1) != 0 || (kept >> step.Process & 1) != 0 || Holder(positions, dead, step) is not null) return true;
        foreach (Awaited awaited in step.After)
        {
            if (positions[awaited.Process] < awaited.Steps && (kept >> awaited.Process & 1) != 0) return true;
        }

        return false;
    }
}
