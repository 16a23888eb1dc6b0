using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Minimizing;

/// <summary>
/// The steps of a reduction, in the order in which <see cref="Minimizer"/> takes them: those that take away most come first.
/// </summary>
internal static partial class Reducers
{
    /// <summary>Drops all that one process does, with what depends on it.</summary>
    public static void DropProcesses(Reduction reduction)
    {
        foreach (string process in reduction.Calls.Select(c => c.ProcessName).Distinct().ToArray())
        {
            if (reduction.Calls.Any(c => c.ProcessName != process)) reduction.Try(Without(reduction.Calls, c => c.ProcessName == process));
        }
    }

    /// <summary>
    /// Drops calls with what depends on them (delta debugging): large pieces first, then ever smaller ones down to single calls, from the
    /// end, until no single call can go any more.
    /// </summary>
    public static void DropCalls(Reduction reduction)
    {
        for (int size = Math.Max(1, reduction.Calls.Count / 2); ; size = Math.Max(1, size / 2))
        {
            bool shorter = false;
            for (int end = reduction.Calls.Count; end > 0; end = Math.Min(end - size, reduction.Calls.Count))
                shorter |= reduction.Try(WithoutPiece(reduction.Calls, Math.Max(0, end - size), end));
            if (reduction.IsExhausted || (size == 1 && !shorter)) return;
        }
    }

    /// <summary>Drops calls that come in while others wait.</summary>
    public static void DropInnerCalls(Reduction reduction)
    {
        foreach (int slot in reduction.Calls.SelectMany(c => c.Block).Select(line => line.Step).OfType<Step>().Select(i => i.Index)
            .ToArray())
        {
            IReadOnlyList<Step> without = [.. reduction.Calls.Select(c =>
                c with { Block = [.. c.Block.Where(line => line.Step?.Index != slot)], Inner = [.. c.Inner.Where(i => i.Index != slot)] })];
            reduction.Try(Without(without, c => c.Inputs.Contains(slot)));
        }
    }

    private static List<Step> WithoutPiece(IReadOnlyList<Step> calls, int start, int end)
    {
        HashSet<int> dropped = [.. calls.Skip(start).Take(end - start).Select(c => c.Index)];
        return Without(calls, c => dropped.Contains(c.Index));
    }

    // What uses something that is gone could not be made.
    internal static List<Step> Without(IReadOnlyList<Step> calls, Predicate<Step> drops)
    {
        var gone = new HashSet<int>();
        // Who took a name that is dropped takes it from whom that had taken it from.
        var takenFrom = new Dictionary<int, int>();
        var left = new List<Step>(calls.Count);
        foreach (Step call in calls)
        {
            int overwrites = call.Overwrites;
            while (overwrites >= 0 && takenFrom.TryGetValue(overwrites, out int before)) overwrites = before;
            if (drops(call) || call.Uses(gone))
            {
                gone.UnionWith(call.Slots);
                takenFrom[call.Index] = overwrites;
            }
            else
            {
                left.Add(overwrites == call.Overwrites ? call : call with { Overwrites = overwrites });
            }
        }

        return left;
    }
}
