using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Scenarios.Analysis;

/// <summary>What is allocated, and since when, as the event stream tells it.</summary>
internal sealed class AllocationLedger
{
    // Sorted by address, side by side: a buffer is found by any address inside it.
    private readonly List<ulong> _addresses = [];
    private readonly List<Allocation> _live = [];
    private readonly Dictionary<CallSite, SiteTotal> _sites = [];

    /// <summary>The call that is running; null during boot.</summary>
    public CallInstance? Current { get; set; }

    /// <summary>What is allocated, by ascending address.</summary>
    public IReadOnlyList<Allocation> Live => _live;

    /// <summary>What the script's calls have allocated and somebody owned after the last call, or nobody was looked for yet.</summary>
    public HashSet<Allocation> Watched { get; } = [];

    /// <summary>Changes whenever a region table does.</summary>
    public long RegionVersion { get; private set; }

    /// <summary>The buffer whose payload contains an address, or null. An empty payload contains its own address.</summary>
    public Allocation? Holding(ulong address)
    {
        if (_addresses.Count == 0 || address < _addresses[0]) return null;
        int position = _addresses.BinarySearch(address);
        Allocation candidate = _live[position >= 0 ? position : ~position - 1];
        return address - candidate.Address < (ulong)Math.Max(candidate.Size, 1) ? candidate : null;
    }

    /// <summary>A copy of the totals by call site; sites that had blocks once stay, with zeros.</summary>
    public Dictionary<CallSite, SiteTotal> SiteTotals() => new(_sites);

    public void On(in TeeEvent e)
    {
        switch (e.Kind)
        {
            case TeeEventKind.Allocated:
                Allocate(new Allocation(e.Address, (long)e.Size, e.Site, Current));
                break;
            case TeeEventKind.Freed:
                Free(e.Address);
                break;
            case TeeEventKind.RegionAdded or TeeEventKind.RegionRemoved or TeeEventKind.RegionResized:
                RegionVersion++;
                break;
        }
    }

    private void Allocate(Allocation born)
    {
        int position = ~_addresses.BinarySearch(born.Address);
        _addresses.Insert(position, born.Address);
        _live.Insert(position, born);
        if (born.Born is not null) Watched.Add(born);
        Add(born.Site, 1, born.Size);
    }

    private void Free(ulong address)
    {
        int position = _addresses.BinarySearch(address);
        Allocation freed = _live[position];
        _addresses.RemoveAt(position);
        _live.RemoveAt(position);
        Watched.Remove(freed);
        freed.Freed = true;
        Add(freed.Site, -1, -freed.Size);
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
