using System.Text;
using TeeSim.Exploration.Reports;
using TeeSim.Kernel;
using TeeSim.Scenarios.Objects;
using TeeSim.Testing.Heaps;

namespace TeeSim.Testing;

public static partial class TeeAssert
{
    private const int MostSites = 20;

    /// <summary>
    /// Asserts that the heap does not grow by more than so many bytes when the same is done again and again, whoever owns what stays.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="bytes">
    /// By how many payload bytes it may grow in all rounds together; what is released counts against what is allocated.
    /// </param>
    /// <param name="warmUp">How many rounds are made before, which may leave behind what they like.</param>
    /// <param name="rounds">How many rounds count, from 1.</param>
    /// <param name="round">Makes one round.</param>
    /// <param name="suppressions">Call sites that don't count.</param>
    /// <exception cref="TeeAssertException">It grows by more, or the core panicked.</exception>
    public static void GrowsAtMost(SecureWorld world, long bytes, int warmUp, int rounds, Action round, Suppressions? suppressions = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Grows(world, total => total.Bytes <= bytes, $"at most {Words.Count(bytes, "byte")}", warmUp, rounds, round, suppressions);
    }

    /// <summary>
    /// Asserts that the heap does not grow by more than so many blocks when the same is done again and again, whoever owns what stays.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="blocks">How many more allocated blocks there may be after all rounds together.</param>
    /// <param name="warmUp">How many rounds are made before, which may leave behind what they like.</param>
    /// <param name="rounds">How many rounds count, from 1.</param>
    /// <param name="round">Makes one round.</param>
    /// <param name="suppressions">Call sites that don't count.</param>
    /// <exception cref="TeeAssertException">It grows by more, or the core panicked.</exception>
    public static void GrowsAtMostBlocks(
        SecureWorld world, long blocks, int warmUp, int rounds, Action round, Suppressions? suppressions = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        Grows(world, total => total.Blocks <= blocks, $"at most {Words.Count(blocks, "block")}", warmUp, rounds, round, suppressions);
    }

    private static void Grows(
        SecureWorld world, Func<SiteTotal, bool> isAllowed, string allowed, int warmUp, int rounds, Action round,
        Suppressions? suppressions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        Alive(world, "before the first round");
        var totals = new List<HeapTotals>();
        for (int i = 1; i <= warmUp + rounds; i++)
        {
            if (i > warmUp) totals.Add(new HeapTotals(world, suppressions ?? Suppressions.None));
            round();
            Alive(world, FormattableString.Invariant($"in round {i}"));
        }

        totals.Add(new HeapTotals(world, suppressions ?? Suppressions.None));
        IReadOnlyList<SiteGrowth> sites = SiteGrowth.Of(totals);
        SiteTotal total = sites.Aggregate(default(SiteTotal), (sum, site) => sum + site.Total);
        if (!isAllowed(total)) throw new TeeAssertException(Grown(total, allowed, warmUp, rounds, sites));
    }

    private static string Grown(SiteTotal total, string allowed, int warmUp, int rounds, IReadOnlyList<SiteGrowth> sites)
    {
        string behind = warmUp == 0 ? "" : $", after {Words.Number(warmUp)} to warm up";
        var text = new StringBuilder($"the heap grows by {Words.Count(total.Blocks, "block")}, {Words.Count(total.Bytes, "byte")} in "
            + $"{Words.Count(rounds, "round")}{behind}; {allowed} may stay");
        foreach (SiteGrowth site in sites.Take(MostSites)) text.Append($"\n  {site}");
        if (sites.Count > MostSites) text.Append($"\n  and {Words.Count(sites.Count - MostSites, "more call site")}");
        return text.ToString();
    }
}
