using TeeSim.Kernel;
using TeeSim.Scenarios.Objects;

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
