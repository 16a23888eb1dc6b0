using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Minimizing;

/// <summary>The order of the calls.</summary>
internal static partial class Reducers
{
    /// <summary>
    /// Lets each process go on as long as it can: moves its next call forward to its last one where the failure does not need the others
    /// between. What is left of the switches matters.
    /// </summary>
    public static void DropSwitches(Reduction reduction)
    {
        for (bool moved = true; moved && !reduction.IsExhausted;)
        {
            moved = false;
            for (int i = 1; i < reduction.Calls.Count && !moved; i++)
            {
                if (reduction.Calls[i].Process != reduction.Calls[i - 1].Process) moved = TryToGoOn(reduction, i);
            }
        }
    }

    private static bool TryToGoOn(Reduction reduction, int at)
    {
        IReadOnlyList<Step> calls = reduction.Calls;
        int process = calls[at - 1].Process;
        for (int next = at + 1; next < calls.Count; next++)
        {
            if (calls[next].Process != process) continue;
            // All of the process's calls that stand together come along, or as many as can.
            int end = next + 1;
            while (end < calls.Count && calls[end].Process == process) end++;
            for (; end > next; end--)
            {
                Step[] moved =
                    [.. calls.Take(at), .. calls.Skip(next).Take(end - next), .. calls.Skip(at).Take(next - at), .. calls.Skip(end)];
                if (Switches(moved) < Switches(calls) && IsInOrder(moved) && reduction.Try(moved)) return true;
            }

            return false;
        }

        return false;
    }

    private static int Switches(IReadOnlyList<Step> calls) =>
        Enumerable.Range(1, Math.Max(0, calls.Count - 1)).Count(i => calls[i].Process != calls[i - 1].Process);

    private static bool IsInOrder(IReadOnlyList<Step> calls)
    {
        HashSet<int> later = [.. calls.SelectMany(c => c.Slots)];
        foreach (Step call in calls)
        {
            later.ExceptWith(call.Slots);
            if (call.Uses(later)) return false;
        }

        // Threads make no call behind their death.
        HashSet<string> died = [];
        foreach (Step call in calls.SelectMany(c => c.Inner.Prepend(c)).Where(c => ThreadName.IsThread(c.ProcessName)))
        {
            string process = ThreadName.ProcessOf(call.ProcessName);
            if (died.Contains(process)) return false;
            if (call.EndsProcess) died.Add(process);
        }

        return true;
    }
}
