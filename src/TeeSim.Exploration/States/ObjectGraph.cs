using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;

namespace TeeSim.Exploration.States;

/// <summary>
/// What lies on the heap of one state, who owns it, and by what it can be told from other states whatever the addresses are. Owned is what the static variables lead to, by the
/// rules that <c>docs/architecture.md</c> has under "Whose fault is a leak?": the links of region tables and page pools don't count; a region is owned by whoever else holds its
/// address, its va or its object. Only the state is looked at, not how it came to be. Made for being read in hundreds of thousands of states: with a journal only what has changed is read again.
/// </summary>
public abstract class ObjectGraph
{
    /// <summary>Looks at the states of a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="journal">Tells what has changed; then states must be kept before they are read. Null to read everything each time.</param>
    public static ObjectGraph Of(SecureWorld world, WorldJournal? journal = null) =>
        world.Options.Profile.Abi == Abi.Ilp32 ? new ObjectGraph<Word32>(world, journal) : new ObjectGraph<Word64>(world, journal);

    /// <summary>Reads the present state.</summary>
    /// <exception cref="Core.Panics.CorePanicException">The memory is so damaged that it cannot be read.</exception>
    public abstract void Read();

    /// <summary>The allocated buffers of the state that was read last, by ascending address in each pool.</summary>
    public abstract IEnumerable<MdbgEntry> Buffers { get; }

    /// <summary>The buffers that nobody owns, by ascending address in each pool.</summary>
    public abstract IReadOnlyList<MdbgEntry> Orphans { get; }

    /// <summary>Regions whose object has been freed.</summary>
    public abstract IReadOnlyList<MdbgEntry> Dangling { get; }

    /// <summary>
    /// 128 bits that are equal for states with the same objects, owners, sizes and contents, wherever the objects lie on the heap. What is free, and statistics, are no part of it.
    /// </summary>
    public abstract UInt128 Fingerprint();
}

/// <summary>The same for one word size.</summary>
internal sealed partial class ObjectGraph<TWord> : ObjectGraph where TWord : unmanaged, IWord<TWord>
{
    private const int Nothing = -1;

    // Buffers are aligned to 8 bytes at least.
    private const int GranuleShift = 3;

    private readonly SecureWorld _world;
    private readonly WorldJournal? _journal;
    private readonly AddressRange _userVa;
    private readonly ulong _heapStart;
    private readonly ulong _heapSize;
    private readonly ulong _headerSize;
    private readonly ulong _contextSize;

    // By granule: the number of the object that was last seen there. Old numbers stay; whether an object is still there, it says itself.
    private readonly int[] _map;
    private readonly HeapObject?[] _atPayload;
    private HeapObject[] _objects = new HeapObject[256];
    private int _objectCount;
    private readonly List<ulong> _payloads = [];
    private readonly List<HeapObject> _present = [];
    private readonly List<HeapObject> _order = [];
    private readonly List<MdbgEntry> _orphans = [];
    private readonly List<MdbgEntry> _dangling = [];
    private long _read;

    public ObjectGraph(SecureWorld world, WorldJournal? journal)
    {
        _world = world;
        _journal = journal;
        VmOptions vm = world.Options.Profile.Vm;
        _userVa = new AddressRange(vm.UserVaBase, vm.UserVaSize);
        BootLayout boot = world.Options.Profile.Boot;
        (_heapStart, _heapSize) = (boot.Heap, boot.HeapSize);
        _headerSize = world.Heap.HeaderSize;
        _contextSize = (ulong)Heap.ContextSize(world.Options.Profile.Abi, world.Options.Profile.Heap);
        _map = new int[(boot.HeapSize >> GranuleShift) + 1];
        _atPayload = new HeapObject?[_map.Length];
        // Number 0 is nothing.
        NewObject();
    }

    public override IEnumerable<MdbgEntry> Buffers => _present.Select(o => o.Entry);

    public override IReadOnlyList<MdbgEntry> Orphans => _orphans;

    public override IReadOnlyList<MdbgEntry> Dangling => _dangling;

    public override void Read()
    {
        _read++;
        ReadObjects();
        ReadTables();
        FindOwned();
        _orphans.Clear();
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_present))
        {
            if (o.Number == Nothing) _orphans.Add(o.Entry);
        }
    }

    private void ReadObjects()
    {
        _payloads.Clear();
        _present.Clear();
        _world.Heap.ListPayloads(_payloads);
        foreach (ulong payload in CollectionsMarshal.AsSpan(_payloads))
        {
            HeapObject o = ObjectAt(payload);
            o.SeenIn = _read;
            o.Number = Nothing;
            _present.Add(o);
        }
    }

    private HeapObject ObjectAt(ulong payload)
    {
        ulong granule = (payload - _heapStart) >> GranuleShift;
        if (granule >= (ulong)_atPayload.Length) return Reread(new HeapObject { Id = 0 }, payload, -1);
        HeapObject? known = _atPayload[granule];
        if (known is null)
        {
            _atPayload[granule] = known = NewObject();
        }

        if (_journal is null) return Reread(known, payload, -1);
        // Sizes that damage has made up reach behind the heap.
        ulong size = Math.Min(_headerSize + Math.Max(known.Entry.Size, 1), _heapStart + _heapSize - payload + _headerSize);
        long version = _journal.VersionOf(payload - _headerSize, size);
        return version == known.Version ? known : Reread(known, payload, version);
    }

    private HeapObject NewObject()
    {
        if (_objectCount == _objects.Length) Array.Resize(ref _objects, 2 * _objectCount);
        return _objects[_objectCount] = new HeapObject { Id = _objectCount++ };
    }

    private HeapObject Reread(HeapObject o, ulong payload, long version)
    {
        MdbgEntry entry = _world.Heap.Describe(payload);
        // The version is that of the bytes that it covers; a new size may cover others.
        if (_journal is not null && entry.Size != o.Entry.Size)
            version = _journal.VersionOf(payload - _headerSize, Math.Min(_headerSize + Math.Max(entry.Size, 1), _heapStart + _heapSize - payload + _headerSize));
        o.Entry = entry;
        o.Version = version;
        o.ChangedIn = _read;
        o.Kind = KindOf(new CallSite(entry.File, entry.Line));
        ulong first = (payload - _heapStart) >> GranuleShift;
        ulong last = (payload - _heapStart + Math.Max(entry.Size, 1) - 1) >> GranuleShift;
        if (last < (ulong)_map.Length) _map.AsSpan((int)first, (int)(last - first) + 1).Fill(o.Id);
        ReadWords(o);
        return o;
    }

    private HeapObjectKind KindOf(CallSite site)
    {
        if (site == _world.CallSites.TeeMmAlloc || site == _world.CallSites.TeeMmAlloc2) return HeapObjectKind.TeeMm;
        if (site == _world.CallSites.MobjWithFobj) return HeapObjectKind.MobjWithFobj;
        return _world.IsCoreSite(site) ? HeapObjectKind.Core : HeapObjectKind.Driver;
    }

    private bool IsOnHeap(ulong address) => address - _heapStart < _heapSize;

    private bool IsPage(ulong word) => word - _userVa.Start < _userVa.Size && Align.Is(word, Mmu.Pages.SmallPageSize);

    /// <summary>The buffer whose payload an address lies in, or null.</summary>
    private HeapObject? Holding(ulong address)
    {
        if (!IsOnHeap(address)) return null;
        HeapObject o = _objects[_map[(address - _heapStart) >> GranuleShift]];
        return o.SeenIn == _read && address - o.Entry.Payload < Math.Max(o.Entry.Size, 1) ? o : null;
    }

    private ReadOnlySpan<TWord> Words(ulong address, ulong size) => MemoryMarshal.Cast<byte, TWord>(_world.Memory.ReadBytes(address, size));
}
