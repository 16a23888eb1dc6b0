using TeeSim.Scenarios.Programs;

namespace TeeSim.Testing.CallOrderings;

/// <summary>
/// Puts pieces of an ordering into the order as written, long pieces first, down to two neighbours. Each candidate is legal, because a
/// piece of a legal order can be sorted by any other legal order; only locks and deaths can forbid one, which is then left out. In each
/// fewer pairs of calls stand the wrong way around, so shrinking ends. Among pieces of one length those come first that leave the
/// fewest switches between processes.
/// </summary>
internal static class OrderingShrinker
{
    public static IEnumerable<Ordering> Shrink(Ordering ordering)
    {
        Step[] steps = [.. StepsOf(ordering)];
        for (int length = steps.Length; length >= 2; length = length == 2 ? 0 : Math.Max(2, (length + 1) / 2))
        {
            int stride = Math.Max(1, length / 2);
            var starts = new List<(int Start, int Switches)>();
            for (int start = 0; start <= steps.Length - length; start += stride)
            {
                if (!IsAsWritten(steps.AsSpan(start, length))) starts.Add((start, SwitchesSaved(steps, start, length)));
            }

            // A stable sort: equally good pieces stay in their order.
            foreach ((int start, _) in starts.OrderByDescending(s => s.Switches))
            {
                Step[] sorted = Sorted(steps, start, length);
                if (IsLegal(ordering.Program, sorted)) yield return ordering.With(sorted);
            }
        }
    }

    /// <summary>The steps that an ordering makes.</summary>
    public static IEnumerable<Step> StepsOf(Ordering ordering)
    {
        int[] positions = new int[ordering.Program.Processes.Count];
        ulong dead = 0;
        foreach (int process in ordering.Schedule.Choices.Select(c => c.Process))
        {
            Step step = ordering.Program.Next(positions, dead, process) ?? throw new InvalidOperationException("the ordering is not legal");
            ordering.Program.Advance(positions, ref dead, step);
            yield return step;
        }
    }

    private static bool IsLegal(CallProgram program, Step[] steps)
    {
        if (program.LockSections.Count == 0 && !program.Steps.Any(s => s.EndsProcess)) return true;
        int[] positions = new int[program.Processes.Count];
        ulong dead = 0;
        foreach (Step step in steps)
        {
            if (program.Next(positions, dead, step.Process) is null) return false;
            program.Advance(positions, ref dead, step);
        }

        // A call that a death has kept from coming would be missing when the death comes later.
        return Enumerable.Range(0, positions.Length).All(p => program.Next(positions, dead, p) is null);
    }

    private static bool IsAsWritten(ReadOnlySpan<Step> steps)
    {
        for (int i = 1; i < steps.Length; i++)
        {
            if (steps[i].Index < steps[i - 1].Index) return false;
        }

        return true;
    }

    private static Step[] Sorted(Step[] steps, int start, int length)
    {
        Step[] sorted = [.. steps];
        Array.Sort(sorted, start, length, Comparer<Step>.Create((a, b) => a.Index.CompareTo(b.Index)));
        return sorted;
    }

    private static int SwitchesSaved(Step[] steps, int start, int length)
    {
        int from = Math.Max(0, start - 1);
        int to = Math.Min(steps.Length, start + length + 1);
        Step[] before = steps[from..to];
        return Switches(before) - Switches(Sorted(before, start - from, length));
    }

    private static int Switches(Step[] steps) => steps.Zip(steps.Skip(1)).Count(pair => pair.First.Process != pair.Second.Process);
}
