using TeeSim.Kernel;

namespace TeeSim.Testing.Heaps;

/// <summary>What each call site has allocated at one moment, but for the suppressed ones.</summary>
internal sealed class HeapTotals
{
    private readonly Dictionary<string, SiteTotal> _sites = [];

    /// <summary>Counts.</summary>
    public HeapTotals(SecureWorld world, Suppressions suppressions)
    {
        foreach (HeapBlock block in HeapBlock.All(world))
        {
            if (suppressions.Suppress(block.Site)) continue;
            SiteTotal total = Of(block.SiteWithFunction);
            _sites[block.SiteWithFunction] = new SiteTotal(total.Blocks + 1, total.Bytes + block.Size);
        }
    }

    /// <summary>The call sites that have blocks.</summary>
    public IEnumerable<string> Sites => _sites.Keys;

    /// <summary>The blocks of one call site.</summary>
    public SiteTotal Of(string site) => _sites.GetValueOrDefault(site);
}

/// <summary>Blocks of one call site, or how many there came to be.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Bytes">Their payload bytes.</param>
internal readonly record struct SiteTotal(long Blocks, long Bytes)
{
    public static SiteTotal operator +(SiteTotal a, SiteTotal b) => new(a.Blocks + b.Blocks, a.Bytes + b.Bytes);

    public static SiteTotal operator -(SiteTotal a, SiteTotal b) => new(a.Blocks - b.Blocks, a.Bytes - b.Bytes);
}
