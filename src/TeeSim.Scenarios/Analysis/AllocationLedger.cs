using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Scenarios.Objects;

namespace TeeSim.Scenarios.Analysis;

/// <summary>What is allocated, and since when, as the event stream tells it.</summary>
internal sealed class AllocationLedger
{
    private readonly Dictionary<ulong, LiveBlock> _live = [];
    private readonly Dictionary<CallSite, SiteTotal> _sites = [];
    private int _ordinal;

    /// <summary>The call that is running; null during boot.</summary>
    public CallInstance? Current
    {
        get;
        set
        {
            if (!ReferenceEquals(field, value)) _ordinal = 0;
            field = value;
        }
    }

    /// <summary>What is allocated, in no particular order.</summary>
    public IReadOnlyCollection<LiveBlock> Live => _live.Values;

    /// <summary>Is told of each block that is freed; null for nobody.</summary>
    public Action<LiveBlock>? OnFreed { get; set; }

    /// <summary>Changes whenever a region table does.</summary>
    public long RegionVersion { get; private set; }

    /// <summary>What is allocated at an address; null for nothing.</summary>
    public LiveBlock? At(ulong address) => _live.GetValueOrDefault(address);

    /// <summary>A copy of the totals by call site; sites that had blocks once stay, with zeros.</summary>
    public Dictionary<CallSite, SiteTotal> SiteTotals() => new(_sites);

    public void On(in TeeEvent e)
    {
        switch (e.Kind)
        {
            case TeeEventKind.Allocated:
                Allocate(new LiveBlock(e.Address, (long)e.Size, e.Site, Current, _ordinal++));
                break;
            case TeeEventKind.Freed:
                Free(e.Address);
                break;
            case TeeEventKind.RegionAdded or TeeEventKind.RegionRemoved or TeeEventKind.RegionResized:
                RegionVersion++;
                break;
        }
    }

    /// <summary>Forgets all, and takes the buffers of a listing in its place.</summary>
    public void Refill(IReadOnlyList<MdbgEntry> listing)
    {
        _live.Clear();
        _sites.Clear();
        foreach (MdbgEntry entry in listing)
            Allocate(new LiveBlock(entry.Payload, entry.Size, new CallSite(entry.File, entry.Line), Born: null, 0));
        RegionVersion++;
    }

    private void Allocate(LiveBlock born)
    {
        _live[born.Address] = born;
        _sites[born.Site] = _sites.GetValueOrDefault(born.Site) + new SiteTotal(1, born.Size);
    }

    private void Free(ulong address)
    {
        // In damaged memory the core may free what was never allocated.
        if (!_live.Remove(address, out LiveBlock? freed)) return;
        _sites[freed.Site] -= new SiteTotal(1, freed.Size);
        OnFreed?.Invoke(freed);
    }
}

/// <summary>
/// A buffer of the core heap, from its allocation on. Each is one of its kind: a later one at the same address is another.
/// </summary>
/// <param name="Address">Its payload.</param>
/// <param name="Size">Payload bytes.</param>
/// <param name="Site">Who allocated it.</param>
/// <param name="Born">The call that did; null for boot.</param>
/// <param name="Ordinal">Which allocation of that call it was, from 0.</param>
internal sealed record LiveBlock(ulong Address, long Size, CallSite Site, CallInstance? Born, int Ordinal);
