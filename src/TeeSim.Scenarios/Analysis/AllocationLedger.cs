using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Scenarios.Analysis;

/// <summary>What is allocated, and since when, as the event stream tells it.</summary>
internal sealed class AllocationLedger
{
    private readonly Dictionary<ulong, Allocation> _live = [];
    private readonly Dictionary<CallSite, SiteTotal> _sites = [];

    /// <summary>The call that is running; null during boot.</summary>
    public CallInstance? Current { get; set; }

    public IReadOnlyCollection<Allocation> Live => _live.Values;

    /// <summary>The buffer at a payload address, or null.</summary>
    public Allocation? Find(ulong address) => _live.GetValueOrDefault(address);

    /// <summary>A copy of the totals by call site; sites that had blocks once stay, with zeros.</summary>
    public Dictionary<CallSite, SiteTotal> SiteTotals() => new(_sites);

    public void On(in TeeEvent e)
    {
        switch (e.Kind)
        {
            case TeeEventKind.Allocated:
                _live[e.Address] = new Allocation(e.Address, (long)e.Size, e.Site, Current);
                Add(e.Site, 1, (long)e.Size);
                break;
            case TeeEventKind.Freed when _live.Remove(e.Address, out Allocation? freed):
                freed.Freed = true;
                Add(freed.Site, -1, -freed.Size);
                break;
        }
    }

    private void Add(CallSite site, long blocks, long bytes)
    {
        SiteTotal total = _sites.GetValueOrDefault(site);
        _sites[site] = new SiteTotal(total.Blocks + blocks, total.Bytes + bytes);
    }
}

/// <summary>What a call site has allocated.</summary>
/// <param name="Blocks">Buffers.</param>
/// <param name="Bytes">Their payload bytes.</param>
internal readonly record struct SiteTotal(long Blocks, long Bytes);
