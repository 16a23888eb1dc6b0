using TeeSim.Kernel.Drivers;

namespace TeeSim.Scenarios.Judging;

/// <summary>Mutexes that entry points take in a circle: one call at a time does no harm, but several at once wait for each other.</summary>
internal static class PossibleDeadlocks
{
    private const int LongestCircle = 4;
    private const int Most = 20;

    /// <summary>The circles of mutexes that no common mutex guards, whatever entry points take them.</summary>
    public static IEnumerable<MutexCircle> In(IReadOnlyCollection<LockOrder> orders)
    {
        LockOrder[] all = [.. orders.OrderBy(o => o.First, StringComparer.Ordinal)
            .ThenBy(o => o.Second, StringComparer.Ordinal)
            .ThenBy(o => o.Entry, StringComparer.Ordinal)
            .ThenBy(o => o.Gates, StringComparer.Ordinal)];
        return all
            .Where(start => string.CompareOrdinal(start.Second, start.First) > 0)
            .SelectMany(start => From([start], all))
            .Where(c => !IsGuarded(c))
            .GroupBy(c => string.Join(", ", c.Select(o => o.First)))
            .Select(same => new MutexCircle(same.Key, Sentence([.. same])))
            .Take(Most);
    }

    // A circle is found from its first mutex by name, so once only.
    private static IEnumerable<LockOrder[]> From(LockOrder[] path, LockOrder[] all)
    {
        string first = path[0].First;
        foreach (LockOrder next in all.Where(o => o.First == path[^1].Second))
        {
            if (next.Second == first)
            {
                yield return [.. path, next];
            }
            else if (path.Length + 1 < LongestCircle && string.CompareOrdinal(next.Second, first) > 0
                && path.All(o => o.First != next.Second && o.Second != next.Second))
            {
                foreach (LockOrder[] circle in From([.. path, next], all)) yield return circle;
            }
        }
    }

    private static bool IsGuarded(LockOrder[] circle) => circle
        .Select(o => o.Gates.Split(',', StringSplitOptions.RemoveEmptyEntries).AsEnumerable())
        .Aggregate((a, b) => a.Intersect(b))
        .Any();

    private static string Sentence(LockOrder[][] same)
    {
        LockOrder[] circle = same[0];
        string[] entries = [.. circle.Select((_, i) => string.Join(", ", same.Select(c => c[i].Entry).Distinct()))];
        bool[] several = [.. circle.Select((_, i) => same.Select(c => c[i].Entry).Distinct().Skip(1).Any())];
        string first = $"{entries[0]} {Take(several[0])} the mutex {circle[0].First} and then {circle[0].Second}";
        return circle.Length == 2
            ? $"{first}; {entries[1]} {Take(several[1])} them the other way round"
            : $"{first}; "
                + $"{string.Join("; ", circle.Select((o, i) => $"{entries[i]} {Take(several[i])} {o.First} and then {o.Second}").Skip(1))}";
    }

    private static string Take(bool several) => several ? "take" : "takes";
}
