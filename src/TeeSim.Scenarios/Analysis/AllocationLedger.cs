using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;

namespace TeeSim.Scenarios.Analysis;

/// <summary>What is allocated, and since when, as the event stream tells it.</summary>
/// <param name="heap">Where buffers can lie.</param>
internal sealed class AllocationLedger(AddressRange heap)
{
    private readonly AddressMap _map = new(heap);
    private readonly List<Allocation> _live = [];
    private readonly List<Allocation> _watched = [];
    private readonly Dictionary<CallSite, SiteCount> _sites = [];
    private ulong _lowest = ulong.MaxValue;
    private ulong _highest;

    /// <summary>The call that is running; null during boot.</summary>
    public CallInstance? Current { get; set; }

    /// <summary>What is allocated, in no particular order.</summary>
    public IReadOnlyList<Allocation> Live => _live;

    /// <summary>What the script's calls have allocated and somebody owned after the last call, or nobody was looked for yet.</summary>
    public IReadOnlyList<Allocation> Watched => _watched;

    /// <summary>Changes whenever a region table does.</summary>
    public long RegionVersion { get; private set; }

    /// <summary>The buffer whose payload contains an address, or null. An empty payload contains its own address.</summary>
    public Allocation? Holding(ulong address) => _map.Holding(address);

    /// <summary>The first and the last address that any buffer has ever held.</summary>
    public (ulong First, ulong Last) Range => (Math.Min(_lowest, _highest), _highest);

    /// <summary>A copy of the totals by call site; sites that had blocks once stay, with zeros.</summary>
    public Dictionary<CallSite, SiteTotal> SiteTotals() => _sites.ToDictionary(s => s.Key, s => new SiteTotal(s.Value.Blocks, s.Value.Bytes));

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

    /// <summary>Forgets all, and takes the buffers of a listing in its place.</summary>
    public void Refill(IReadOnlyList<MdbgEntry> listing)
    {
        foreach (Allocation known in (Allocation[])[.. _live]) Free(known.Address);
        foreach (MdbgEntry entry in listing) Allocate(new Allocation(entry.Payload, entry.Size, new CallSite(entry.File, entry.Line), born: null));
        RegionVersion++;
    }

    /// <summary>Looks again for who owns a buffer.</summary>
    public void Watch(Allocation buffer)
    {
        buffer.WatchedAt = _watched.Count;
        _watched.Add(buffer);
    }

    /// <summary>Looks no more.</summary>
    public void Unwatch(Allocation buffer)
    {
        if (buffer.WatchedAt < 0) return;
        Allocation last = _watched[^1];
        _watched[last.WatchedAt = buffer.WatchedAt] = last;
        _watched.RemoveAt(_watched.Count - 1);
        buffer.WatchedAt = -1;
    }

    private void Allocate(Allocation born)
    {
        born.LiveAt = _live.Count;
        _live.Add(born);
        _map.Add(born);
        _lowest = Math.Min(_lowest, born.Address);
        _highest = Math.Max(_highest, born.Address + (ulong)Math.Max(born.Size, 1) - 1);
        if (born.Born is not null) Watch(born);
        if (!_sites.TryGetValue(born.Site, out SiteCount? count)) _sites[born.Site] = count = new SiteCount();
        born.Count = count;
        count.Blocks++;
        count.Bytes += born.Size;
    }

    private void Free(ulong address)
    {
        // In damaged memory the core may free what was never allocated.
        if (_map.Holding(address) is not { } freed || freed.Address != address) return;
        Allocation last = _live[^1];
        _live[last.LiveAt = freed.LiveAt] = last;
        _live.RemoveAt(_live.Count - 1);
        _map.Remove(freed);
        Unwatch(freed);
        freed.Freed = true;
        freed.Count.Blocks--;
        freed.Count.Bytes -= freed.Size;
    }
}

/// <summary>What a call site has allocated, at this moment.</summary>
internal sealed class SiteCount
{
    public long Blocks { get; set; }

    public long Bytes { get; set; }
}
