using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;
using TeeSim.Mmu;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Scenarios.Analysis;

/// <summary>
/// Finds which heap buffers somebody owns, by looking at who holds pointers in simulated memory. Static variables are the roots; what they or a buffer
/// that is owned point to (also into the middle) is owned. The memory management's own links don't count: a region is owned by whoever, besides region tables and regions,
/// holds its address, its va or its object. So this knows nothing about any driver. To be run after every call.
/// </summary>
/// <remarks>
/// A va is a plain number, so other numbers (sizes, above all) can equal it by chance. A word counts only if it got its value after the region came to be, and what has
/// once been without an owner is not found again by its va.
/// </remarks>
internal sealed class OwnershipScan
{
    private readonly SecureWorld _world;
    private readonly int _wordSize;
    private readonly List<AddressRange> _buffers = [];
    private readonly List<bool> _owned = [];
    private readonly Dictionary<ulong, int> _regionAt = [];
    private readonly List<(RegionInfo Region, int Context)> _regions = [];
    private readonly List<int> _nextWithKey = [];
    private readonly Dictionary<ulong, int> _regionsByKey = [];
    private readonly HashSet<(ulong Region, ulong Word)> _coincidences = [];
    private readonly AddressRange _userVa;
    private HashSet<ulong> _knownRegions = [];
    private Dictionary<ulong, ulong> _vaLikeBefore = [];
    private Dictionary<ulong, ulong> _vaLike = [];
    private readonly List<(int Buffer, AddressRange Links)> _contexts = [];
    private readonly Stack<int> _unvisited = new();

    public OwnershipScan(SecureWorld world)
    {
        _world = world;
        _userVa = new AddressRange(world.Options.Profile.Vm.UserVaBase, world.Options.Profile.Vm.UserVaSize);
        _wordSize = world.Options.Profile.Abi == Abi.Ilp32 ? sizeof(uint) : sizeof(ulong);
    }

    /// <summary>The payload addresses of the buffers that have an owner.</summary>
    /// <param name="isOrphan">Whether a buffer was without an owner after the call before.</param>
    public HashSet<ulong> Owned(Predicate<ulong> isOrphan)
    {
        CollectBuffers();
        CollectRegions(isOrphan);
        (_vaLikeBefore, _vaLike) = (_vaLike, []);
        Visit(_world.Statics.Start, _world.Statics.Size, holder: -1);
        Visit(_world.Heap.Context, (ulong)Heap.ContextSize(_world.Options.Profile.Abi), holder: -1);
        while (_unvisited.TryPop(out int buffer)) VisitBuffer(buffer);
        _knownRegions = [.. _regionAt.Keys];
        var owned = new HashSet<ulong>();
        for (int i = 0; i < _buffers.Count; i++)
        {
            if (_owned[i]) owned.Add(_buffers[i].Start);
        }

        return owned;
    }

    private void CollectBuffers()
    {
        _buffers.Clear();
        _owned.Clear();
        bool ascending = true;
        foreach (HeapBlock block in _world.Heap.Blocks)
        {
            if (block.IsFree) continue;
            ascending &= _buffers.Count == 0 || _buffers[^1].Start < block.Payload;
            _buffers.Add(new AddressRange(block.Payload, Math.Max(block.PayloadSize, 1)));
        }

        // Only pools that were added in another order need sorting.
        if (!ascending) _buffers.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        CollectionsMarshal.SetCount(_owned, _buffers.Count);
        CollectionsMarshal.AsSpan(_owned).Clear();
    }

    private void CollectRegions(Predicate<ulong> isOrphan)
    {
        _regionAt.Clear();
        _regions.Clear();
        _regionsByKey.Clear();
        _nextWithKey.Clear();
        _contexts.Clear();
        foreach (TaContext context in _world.Contexts)
        {
            _contexts.Add((BufferWith(context.Address), new AddressRange(context.UserModeCtx, (ulong)(2 * _wordSize))));
            foreach (RegionInfo region in _world.Mmu.Regions(context.UserModeCtx))
            {
                // Its memory may have been another region's before.
                if (!_knownRegions.Contains(region.Address)) _coincidences.RemoveWhere(c => c.Region == region.Address);
                _regionAt[region.Address] = _regions.Count;
                _regions.Add((region, _contexts.Count - 1));
                if (isOrphan(region.Address)) _nextWithKey.AddRange(NoRegion, NoRegion);
                else AddKeys(_regions.Count - 1);
            }
        }
    }

    private const int NoRegion = -1;

    // Each region has two places in the chains: one for its va, one for its object.
    private void AddKeys(int region)
    {
        RegionInfo r = _regions[region].Region;
        foreach (ulong key in (ReadOnlySpan<ulong>)[r.Va, r.Mobj])
        {
            _nextWithKey.Add(_regionsByKey.GetValueOrDefault(key, NoRegion));
            _regionsByKey[key] = _nextWithKey.Count - 1;
        }
    }

    // A region holds its object and nothing else: its links belong to the table.
    private void VisitBuffer(int buffer)
    {
        AddressRange range = _buffers[buffer];
        if (_regionAt.TryGetValue(range.Start, out int region)) Own(BufferWith(_regions[region].Region.Mobj));
        else Visit(range.Start, range.Size, buffer);
    }

    /// <summary>Everything that the words of a buffer, or of static data, point to is owned.</summary>
    /// <param name="start">First address.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="holder">The buffer; -1 for static data.</param>
    private void Visit(ulong start, ulong size, int holder)
    {
        ulong end = start + size / (ulong)_wordSize * (ulong)_wordSize;
        List<int> speaksOf = ContextsIn(start, end, holder);
        for (ulong address = start; address < end; address += (ulong)_wordSize)
        {
            if (IsTableHead(address, holder)) continue;
            ulong word = ReadWord(address);
            if (word == 0) continue;
            Own(BufferWith(word));
            if (_userVa.Contains(word, 1) && Align.Is(word, Pages.SmallPageSize)) _vaLike[address] = word;
            for (int place = _regionsByKey.GetValueOrDefault(word, NoRegion); place != NoRegion; place = _nextWithKey[place])
            {
                (RegionInfo region, int context) = _regions[place / 2];
                // An address of a TA means something in one context only: a holder that points to other contexts does not speak of this one.
                bool speaksOfIt = word == region.Mobj || ((speaksOf.Count == 0 || speaksOf.Contains(context)) && !IsCoincidence(region, address));
                if (speaksOfIt) Own(BufferWith(region.Address));
            }
        }
    }

    private bool IsCoincidence(RegionInfo region, ulong address)
    {
        bool isNew = !_knownRegions.Contains(region.Address);
        if (isNew && _vaLikeBefore.GetValueOrDefault(address) == region.Va) _coincidences.Add((region.Address, address));
        return _coincidences.Contains((region.Address, address));
    }

    private List<int> ContextsIn(ulong start, ulong end, int holder)
    {
        var contexts = new List<int>();
        if (holder < 0) return contexts;
        for (ulong address = start; address < end; address += (ulong)_wordSize)
        {
            int buffer = BufferWith(ReadWord(address));
            int context = buffer < 0 ? -1 : _contexts.FindIndex(c => c.Buffer == buffer);
            if (context >= 0) contexts.Add(context);
        }

        return contexts;
    }

    private bool IsTableHead(ulong address, int holder) => holder >= 0 && _contexts.Exists(c => c.Links.Contains(address, 1));

    private ulong ReadWord(ulong address)
    {
        SimulatedMemory memory = _world.Memory;
        return _wordSize == sizeof(uint) ? memory.Read<uint>(address) : memory.Read<ulong>(address);
    }

    private void Own(int buffer)
    {
        if (buffer < 0 || _owned[buffer]) return;
        _owned[buffer] = true;
        _unvisited.Push(buffer);
    }

    /// <summary>The buffer whose payload contains an address, or -1.</summary>
    private int BufferWith(ulong address)
    {
        int low = 0;
        int high = _buffers.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            AddressRange range = _buffers[middle];
            if (address < range.Start) high = middle - 1;
            else if (address - range.Start >= range.Size) low = middle + 1;
            else return middle;
        }

        return -1;
    }
}
