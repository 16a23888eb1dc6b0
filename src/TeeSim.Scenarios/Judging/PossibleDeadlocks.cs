using TeeSim.Kernel.Drivers;

namespace TeeSim.Scenarios.Judging;

/// <summary>Mutexes that entry points take in a circle: one call at a time does no harm, but several at once wait for each other.</summary>
internal static class PossibleDeadlocks
{
    private const int LongestCircle = 4;
    private const int Most = 20;

    /// <summary>A sentence for each circle that no common mutex guards.</summary>
    public static IEnumerable<string> In(IReadOnlyCollection<LockOrder> orders)
    {
        LockOrder[] all = [.. orders.OrderBy(o => o.First, StringComparer.Ordinal).ThenBy(o => o.Second, StringComparer.Ordinal).ThenBy(o => o.Entry, StringComparer.Ordinal).ThenBy(o => o.Gates, StringComparer.Ordinal)];
        return all.Where(o => string.CompareOrdinal(o.Second, o.First) > 0).SelectMany(start => From([start], all)).Where(c => !IsGuarded(c)).Select(Sentence).Distinct().Take(Most);
    }

    // A circle is found from its first mutex by name, so once only.
    private static IEnumerable<LockOrder[]> From(LockOrder[] path, LockOrder[] all)
    {
        string first = path[0].First;
        foreach (LockOrder next in all.Where(o => o.First == path[^1].Second))
        {
            if (next.Second == first) yield return [.. path, next];
            else if (path.Length + 1 < LongestCircle && string.CompareOrdinal(next.Second, first) > 0 && path.All(o => o.First != next.Second && o.Second != next.Second))
            {
                foreach (LockOrder[] circle in From([.. path, next], all)) yield return circle;
            }
        }
    }

    private static bool IsGuarded(LockOrder[] circle) => circle
        .Select(o => o.Gates.Split(',', StringSplitOptions.RemoveEmptyEntries).AsEnumerable())
        .Aggregate((a, b) => a.Intersect(b))
        .Any();

    private static string Sentence(LockOrder[] circle)
    {
        string first = $"{circle[0].Entry} takes the mutex {circle[0].First} and then {circle[0].Second}";
        return circle.Length == 2
            ? $"{first}, {circle[1].Entry} takes them the other way round"
            : $"{first}, {string.Join(", ", circle.Skip(1).Select(o => $"{o.Entry} {o.First} and then {o.Second}"))}";
    }
}
