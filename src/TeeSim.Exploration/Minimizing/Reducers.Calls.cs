using TeeSim.Exploration.Trials;

namespace TeeSim.Exploration.Minimizing;

/// <summary>The steps of a reduction, in the order in which <see cref="Minimizer"/> takes them: those that take away most come first.</summary>
internal static partial class Reducers
{
    /// <summary>Drops all that one process does, with what depends on it.</summary>
    public static void DropProcesses(Reduction reduction)
    {
        foreach (string process in reduction.Calls.Select(c => c.Process).Distinct().ToArray())
        {
            if (reduction.Calls.Any(c => c.Process != process)) reduction.Try(Without(reduction.Calls, c => c.Process == process));
        }
    }

    /// <summary>
    /// Drops calls with what depends on them (delta debugging): large pieces first, then ever smaller ones down to single calls, from the end, until no single call can go any more.
    /// </summary>
    public static void DropCalls(Reduction reduction)
    {
        for (int size = Math.Max(1, reduction.Calls.Count / 2); ; size = Math.Max(1, size / 2))
        {
            bool shorter = false;
            for (int end = reduction.Calls.Count; end > 0; end = Math.Min(end - size, reduction.Calls.Count)) shorter |= reduction.Try(WithoutPiece(reduction.Calls, Math.Max(0, end - size), end));
            if (reduction.IsExhausted || (size == 1 && !shorter)) return;
        }
    }

    /// <summary>Drops calls that come in while others wait.</summary>
    public static void DropInnerCalls(Reduction reduction)
    {
        foreach (int slot in reduction.Calls.SelectMany(c => c.Inner).Select(i => i.Slot).ToArray())
        {
            IReadOnlyList<TrialCall> without = [.. reduction.Calls.Select(c => c with { Inner = [.. c.Inner.Where(i => i.Slot != slot)] })];
            reduction.Try(Without(without, c => c.Inputs.Contains(slot)));
        }
    }

    private static List<TrialCall> WithoutPiece(IReadOnlyList<TrialCall> calls, int start, int end)
    {
        HashSet<int> dropped = [.. calls.Skip(start).Take(end - start).Select(c => c.Slot)];
        return Without(calls, c => dropped.Contains(c.Slot));
    }

    // What uses something that is gone could not be made.
    internal static List<TrialCall> Without(IReadOnlyList<TrialCall> calls, Predicate<TrialCall> drops)
    {
        var gone = new HashSet<int>();
        var left = new List<TrialCall>(calls.Count);
        foreach (TrialCall call in calls)
        {
            if (drops(call) || call.Uses(gone)) gone.UnionWith(call.Slots);
            else left.Add(call);
        }

        return left;
    }
}
