using TeeSim.Core.Profiles;
using TeeSim.Kernel;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Analysis;

/// <summary>The regions of all TA contexts, to be found by what could speak of them; read again only when a table has changed.</summary>
internal sealed class RegionIndex(SecureWorld world, AllocationLedger ledger)
{
    private readonly ulong _tableHeadSize = world.Options.Profile.Abi == Abi.Ilp32 ? 2UL * sizeof(uint) : 2UL * sizeof(ulong);
    private readonly List<TaContext> _contexts = [];
    private readonly Dictionary<ulong, List<MappedRegion>> _byKey = [];
    private readonly HashSet<Allocation> _new = [];
    private Dictionary<Allocation, RegionInfo> _regions = [];
    private long _version = -1;

    /// <summary>Looks at the tables again.</summary>
    public void Refresh()
    {
        _new.Clear();
        _contexts.Clear();
        _contexts.AddRange(world.Contexts);
        if (_version == ledger.RegionVersion) return;
        _version = ledger.RegionVersion;
        Dictionary<Allocation, RegionInfo> before = _regions;
        _regions = new Dictionary<Allocation, RegionInfo>(before.Count + 1);
        _byKey.Clear();
        foreach (TaContext context in _contexts)
        {
            foreach (RegionInfo info in world.Mmu.Regions(context.UserModeCtx)) Add(new MappedRegion(info, ledger.Holding(info.Address)!, context.Address), before);
        }
    }

    /// <summary>What a buffer describes, if it is a region.</summary>
    public RegionInfo? Find(Allocation buffer) => _regions.TryGetValue(buffer, out RegionInfo info) ? info : null;

    /// <summary>Whether a region came to be in the last call.</summary>
    public bool IsNew(Allocation region) => _new.Contains(region);

    /// <summary>The regions that have a value as their va or their object.</summary>
    public IReadOnlyList<MappedRegion> WithKey(ulong value) => _byKey.TryGetValue(value, out List<MappedRegion>? regions) ? regions : [];

    /// <summary>Whether a <c>user_ta_ctx</c> lies at an address.</summary>
    public bool IsContext(ulong address) => _contexts.Exists(c => c.Address == address);

    /// <summary>Whether an address lies in the head of a region table, whose links are the memory management's own.</summary>
    public bool IsTableHead(ulong address) => _contexts.Exists(c => address - c.UserModeCtx < _tableHeadSize);

    private void Add(MappedRegion region, Dictionary<Allocation, RegionInfo> before)
    {
        _regions.Add(region.Buffer, region.Info);
        if (!before.ContainsKey(region.Buffer)) _new.Add(region.Buffer);
        // What has lost its owner can be found by its address only.
        if (region.Buffer.OwnerlessSince is not null) return;
        AddKey(region.Info.Va, region);
        if (region.Info.Mobj != region.Info.Va) AddKey(region.Info.Mobj, region);
    }

    private void AddKey(ulong key, MappedRegion region)
    {
        if (!_byKey.TryGetValue(key, out List<MappedRegion>? regions)) _byKey[key] = regions = [];
        regions.Add(region);
    }
}

/// <summary>A region, its <c>vm_region</c> on the heap, and the <c>user_ta_ctx</c> that it belongs to.</summary>
internal readonly record struct MappedRegion(RegionInfo Info, Allocation Buffer, ulong Context);
