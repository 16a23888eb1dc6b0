using System.Runtime.InteropServices;
using TeeSim.Core;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Objects;

/// <summary>What is allocated, by place in the source: so the totals of different worlds can be compared.</summary>
internal sealed class SiteTotals
{
    private readonly Dictionary<SourceSite, SiteTotal> _totals = [];

    /// <summary>Nothing.</summary>
    public static SiteTotals None { get; } = new();

    /// <summary>What is allocated in a world now.</summary>
    /// <param name="world">The world.</param>
    /// <param name="includesPseudoTas">Whether the contexts of pseudo TAs count: once opened they stay for ever, one each.</param>
    /// <exception cref="Core.Panics.CorePanicException">The heap is so damaged that it can't be read.</exception>
    public static SiteTotals Of(SecureWorld world, bool includesPseudoTas = false)
    {
        var bySite = new Dictionary<CallSite, SiteTotal>();
        world.Heap.MdbgForEach(entry =>
        {
            ref SiteTotal total = ref CollectionsMarshal.GetValueRefOrAddDefault(bySite, new CallSite(entry.File, entry.Line), out _);
            total += new SiteTotal(1, entry.Size);
        });
        var totals = new SiteTotals();
        foreach ((CallSite site, SiteTotal total) in bySite)
        {
            if (includesPseudoTas || site != world.CallSites.PseudoTaCtx) totals.Add(SiteNames.Of(world, site), total);
        }

        return totals;
    }

    /// <summary>The places that have something.</summary>
    public IReadOnlyCollection<KeyValuePair<SourceSite, SiteTotal>> All => _totals;

    /// <summary>What a place has.</summary>
    public SiteTotal this[SourceSite site] => _totals.GetValueOrDefault(site);

    /// <summary>More of a place.</summary>
    public void Add(SourceSite site, SiteTotal more) => _totals[site] = this[site] + more;

    /// <summary>What is here beyond others, place by place.</summary>
    public SiteTotals Beyond(SiteTotals others)
    {
        var beyond = new SiteTotals();
        foreach ((SourceSite site, SiteTotal total) in _totals)
        {
            SiteTotal more = total - others[site];
            if (more.Blocks > 0) beyond._totals[site] = more with { Bytes = Math.Max(more.Bytes, 0) };
        }

        return beyond;
    }
}
