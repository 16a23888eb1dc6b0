using System.Runtime.InteropServices;
using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// The regions of all TA contexts, to be found by what could speak of them: by their va here, by their object at the buffer that this is. Read again only when a table has
/// changed.
/// </summary>
internal sealed class RegionIndex(SecureWorld world, AllocationLedger ledger)
{
    private readonly ulong _tableHeadSize = world.Options.Profile.Abi == Abi.Ilp32 ? 2UL * sizeof(uint) : 2UL * sizeof(ulong);
    private readonly List<TaContext> _contexts = [];
    private readonly List<MappedRegion> _regions = [];
    private readonly List<ulong> _vas = [];
    private readonly List<Allocation> _marked = [];
    private long _version = -1;
    private bool _changed;

    /// <summary>The next region from a place on that starts at a va and that somebody may still hold; false behind the last.</summary>
    public bool TryFind(ulong va, ref int place, out MappedRegion region)
    {
        int found = CollectionsMarshal.AsSpan(_vas)[place..].IndexOf(va);
        place = found < 0 ? _vas.Count : place + found + 1;
        region = found < 0 ? default : _regions[place - 1];
        return found >= 0;
    }

    /// <summary>Looks at the tables again.</summary>
    public void Refresh()
    {
        _changed = _version != ledger.RegionVersion;
        if (!_changed) return;
        _version = ledger.RegionVersion;
        _contexts.Clear();
        _contexts.AddRange(world.Contexts);
        _regions.Clear();
        _vas.Clear();
        foreach (Allocation marked in _marked) (marked.Region, marked.MappedBy, marked.OwnPages) = (null, null, null);
        _marked.Clear();
        foreach (TaContext context in _contexts)
        {
            Allocation? owner = ledger.Holding(context.Address);
            foreach (RegionInfo info in world.Mmu.Regions(context.UserModeCtx))
            {
                // In damaged memory a table may list what is no buffer of the heap.
                if (ledger.Holding(info.Address) is { } buffer) Add(new MappedRegion(info, buffer, context.Address), owner);
            }
        }
    }

    /// <summary>Whether a region came to be in the last call.</summary>
    public bool IsNew(Allocation region) => _changed && region.RegionSince == _version;

    /// <summary>Whether a <c>user_ta_ctx</c> lies at an address.</summary>
    public bool IsContext(ulong address) => _contexts.Exists(c => c.Address == address);

    /// <summary>Whether an address lies in the head of a region table, whose links are the memory management's own.</summary>
    public bool IsTableHead(ulong address)
    {
        foreach (TaContext context in _contexts)
        {
            if (address - context.UserModeCtx < _tableHeadSize) return true;
        }

        return false;
    }

    private void Add(MappedRegion region, Allocation? owner)
    {
        region.Buffer.Region = region.Info;
        if (region.Buffer.RegionSince < 0) region.Buffer.RegionSince = _version;
        _marked.Add(region.Buffer);
        // What has lost its owner can be found by its address only.
        if (region.Buffer.OwnerlessSince is not null) return;
        _regions.Add(region);
        _vas.Add(region.Info.Va);
        if (ledger.Holding(region.Info.Mobj) is not { } mobj) return;
        _marked.Add(mobj);
        (mobj.MappedBy ??= []).Add(region);
        if (owner is null || mobj.Site != world.CallSites.MobjWithFobj) return;
        _marked.Add(owner);
        (owner.OwnPages ??= []).Add(region.Buffer);
    }
}

/// <summary>A region, its <c>vm_region</c> on the heap, and the <c>user_ta_ctx</c> that it belongs to.</summary>
internal readonly record struct MappedRegion(RegionInfo Info, Allocation Buffer, ulong Context);
