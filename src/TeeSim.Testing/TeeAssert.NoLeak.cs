using System.Text;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Reports;
using TeeSim.Kernel;
using TeeSim.Testing.Heaps;

namespace TeeSim.Testing;

public static partial class TeeAssert
{
    private const int MostBlocksOfASite = 5;

    /// <summary>
    /// Asserts that a block of code leaves nothing on the core's heap that nobody owns: following pointers from the core's static variables
    /// leads to everything that is allocated. What had no owner before does not count, but what loses its owner in the block does, even if
    /// it was allocated before. What the core still owns, however much, is no leak; for that see <c>GrowsAtMost</c>.
    /// </summary>
    /// <param name="world">The world. The block must not restore a snapshot of it.</param>
    /// <param name="block">Makes calls.</param>
    /// <param name="suppressions">Call sites that may leak.</param>
    /// <exception cref="TeeAssertException">Something leaked, or the core panicked.</exception>
    public static void NoLeak(SecureWorld world, Action block, Suppressions? suppressions = null)
    {
        Alive(world, "before this block");
        using var watch = new OrphanWatch(world);
        block();
        Alive(world, "in this block");
        HeapBlock[] leaked = [.. NewOrphans(watch).Where(b => suppressions is null || !suppressions.Suppress(b.Site))];
        if (leaked.Length > 0) throw new TeeAssertException(Leaked(world, leaked));
    }

    private static IReadOnlyList<HeapBlock> NewOrphans(OrphanWatch watch)
    {
        try
        {
            return watch.NewOrphans();
        }
        catch (CorePanicException damage)
        {
            throw new TeeAssertException($"the heap can't be read any more behind this block: {damage.Message}", damage);
        }
    }

    private static string Leaked(SecureWorld world, HeapBlock[] leaked)
    {
        var regions = new RegionNames(world);
        var text = new StringBuilder($"this block leaks {Words.Count(leaked.Length, "block")}, "
            + $"{Words.Count(leaked.Sum(b => b.Size), "byte")}: nobody owns them any more");
        foreach (IGrouping<string, HeapBlock> site in leaked.GroupBy(b => b.SiteWithFunction).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            text.Append($"\n  {Words.Count(site.Count(), "block")}, {Words.Count(site.Sum(b => b.Size), "byte")} from {site.Key}");
            foreach (HeapBlock block in site.Take(MostBlocksOfASite))
            {
                text.Append($"\n    {Words.Address(block.Address)}, "
                    + $"{Words.Count(block.Size, "byte")}{(regions.Of(block) is { } region ? $": {region}" : "")}");
            }
            if (site.Count() > MostBlocksOfASite) text.Append($"\n    and {Words.Number(site.Count() - MostBlocksOfASite)} more");
        }

        return text.ToString();
    }
}
