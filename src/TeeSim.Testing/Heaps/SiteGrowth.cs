using TeeSim.Exploration.Reports;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Testing.Heaps;

/// <summary>What became of the blocks of one call site, round by round.</summary>
/// <param name="Site">The call site with its function.</param>
/// <param name="Rounds">What each round added.</param>
internal sealed record SiteGrowth(string Site, IReadOnlyList<SiteTotal> Rounds)
{
    private const int MostRounds = 12;

    /// <summary>What all rounds added.</summary>
    public SiteTotal Total { get; } = Rounds.Aggregate((a, b) => a + b);

    /// <summary>The growth of each call site that has changed, the most bytes first.</summary>
    /// <param name="totals">What there was before the first round and behind each.</param>
    public static IReadOnlyList<SiteGrowth> Of(IReadOnlyList<HeapTotals> totals) =>
    [
        .. totals.SelectMany(t => t.Sites).Distinct()
            .Select(site => new SiteGrowth(site, [.. totals.Skip(1).Select((t, i) => t.Of(site) - totals[i].Of(site))]))
            .Where(g => g.Total != default)
            .OrderByDescending(g => g.Total.Bytes).ThenBy(g => g.Site, StringComparer.Ordinal),
    ];

    /// <summary>One line: <c>core/arch/arm/mm/mobj.c:168 (mobj_phys_alloc): +1 block, +32 bytes each round</c>.</summary>
    public override string ToString()
    {
        if (Rounds.All(r => r == Rounds[0])) return $"{Site}: {Change(Rounds[0])} each round";
        IEnumerable<string> steps = Rounds.Take(MostRounds).Select(r => (r.Bytes < 0 ? "" : "+") + Words.Number(r.Bytes));
        return $"{Site}: {Change(Total)}; round by round {string.Join(", ", steps)}{(Rounds.Count > MostRounds ? ", …" : "")} bytes";
    }

    private static string Change(SiteTotal total) => $"{Words.Change(total.Blocks, "block")}, {Words.Change(total.Bytes, "byte")}";
}
