using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;

namespace TeeSim.Scenarios.Objects;

/// <summary>
/// What lies on the heap of one state, who owns it, and by what it can be told from other states whatever the addresses are. Owned is what
/// the static variables lead to, by the rules that <c>docs/architecture.md</c> has under "Whose fault is a leak?": the links of region
/// tables and page pools don't count; a region is owned by whoever else holds its address, its va or its object. Only the state is looked
/// at, not how it came to be. Made for being read in hundreds of thousands of states: only blocks whose bytes have changed are read again,
/// and of a state that was there before, byte for byte, is known what was found out then.
/// </summary>
public abstract class ObjectGraph
{
    /// <summary>Looks at the states of a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="journal">
    /// Tells where something may have changed, this graph alone; then states must be kept before they are read. Null to
    /// compare the whole heap each time.
    /// </param>
    public static ObjectGraph Of(SecureWorld world, WorldJournal? journal = null) =>
        world.Options.Profile.Abi == Abi.Ilp32 ? new ObjectGraph<Word32>(world, journal) : new ObjectGraph<Word64>(world, journal);

    /// <summary>Reads the present state.</summary>
    /// <exception cref="Core.Panics.CorePanicException">The memory is so damaged that it cannot be read.</exception>
    public abstract void Read();

    /// <summary>The allocated buffers of the state that was read last, by ascending address.</summary>
    public abstract IEnumerable<MdbgEntry> Buffers { get; }

    /// <summary>How many buffers there are.</summary>
    public abstract int Count { get; }

    /// <summary>Their sizes together, in bytes.</summary>
    public abstract ulong Bytes { get; }

    /// <summary>The buffers that nobody owns, by ascending address. The list stays as it is when another state is read.</summary>
    public abstract ImmutableArray<MdbgEntry> Orphans { get; }

    /// <summary>Regions whose object has been freed. The list stays as it is when another state is read.</summary>
    public abstract ImmutableArray<MdbgEntry> Dangling { get; }

    /// <summary>
    /// 128 bits that are equal for states with the same objects, owners, sizes and contents, wherever the objects lie on the heap. What is
    /// free, and statistics, are no part of it.
    /// </summary>
    public abstract UInt128 Fingerprint();

    /// <summary>
    /// A sum over the words that point to free memory, of the state that was fingerprinted last; 0 when there are none. Such a word is an
    /// address in the fingerprint, since what will come to lie there depends on it.
    /// </summary>
    public abstract ulong StalePointers { get; }
}

/// <summary>The same for one word size.</summary>
internal sealed partial class ObjectGraph<TWord> : ObjectGraph where TWord : unmanaged, IWord<TWord>
{
    private const int Nothing = -1;

    private readonly SecureWorld _world;
    private readonly SimulatedMemory _memory;
    private readonly Heap _heap;
    private readonly WorldJournal? _journal;
    private readonly AddressRange _userVa;
    private readonly ulong _contextSize;
    // Of states that were there before, by the bytes that it was found out from.
    private readonly LossyCache<GraphFacts> _known = new();
    private GraphFacts _facts = GraphFacts.None;
    private long _read;
    private long _resolved;

    public ObjectGraph(SecureWorld world, WorldJournal? journal)
    {
        _world = world;
        (_memory, _heap) = (world.Memory, world.Heap);
        _journal = journal;
        VmOptions vm = world.Options.Profile.Vm;
        _userVa = new AddressRange(vm.UserVaBase, vm.UserVaSize);
        BootLayout boot = world.Options.Profile.Boot;
        (_heapStart, _heapSize) = (boot.Heap, boot.HeapSize);
        _headerSize = world.Heap.HeaderSize;
        _contextSize = (ulong)Heap.ContextSize(world.Options.Profile.Abi, world.Options.Profile.Heap);
        int granules = (int)(boot.HeapSize >> GranuleShift) + 1;
        _at = new HeapObject?[granules];
        _atPayload = new HeapObject?[granules];
        _blocks = new GranuleSet(granules);
        _bytes = new ulong[granules];
    }

    public override IEnumerable<MdbgEntry> Buffers => _present.Select(o => o.Entry).OrderBy(e => e.Payload);

    public override ImmutableArray<MdbgEntry> Orphans => _facts.Orphans;

    public override ImmutableArray<MdbgEntry> Dangling => _facts.Dangling;

    public override int Count => _present.Count;

    public override ulong Bytes
    {
        get
        {
            ulong bytes = 0;
            foreach (HeapObject o in CollectionsMarshal.AsSpan(_present)) bytes += o.Entry.Size;
            return bytes;
        }
    }

    public override ulong StalePointers => _facts.StalePointers;

    public override void Read()
    {
        _read++;
        ReadObjects();
        UInt128 key = _content + RootKey();
        if (_known.Find(key) is { } facts)
        {
            _facts = facts;
            return;
        }

        Resolve();
        _facts = new GraphFacts(OrphansNow(), _dangling.Count == 0 ? [] : [.. _dangling]);
        if (_tablesAreSound) _known.Add(key, _facts);
    }

    public override UInt128 Fingerprint()
    {
        if (_facts.Fingerprint is { } known) return known;
        if (_resolved != _read) Resolve();
        UInt128 fingerprint = FingerprintNow();
        _facts.Fingerprint = fingerprint;
        return fingerprint;
    }

    // Finds out who owns what.
    private void Resolve()
    {
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_present))
        {
            o.Number = Nothing;
            if (!o.AreWordsRead) ReadWords(o);
            FollowPointers(o.Pointers);
        }

        ReadTables();
        FindOwned();
        _resolved = _read;
    }

    private ImmutableArray<MdbgEntry> OrphansNow()
    {
        if (_order.Count == _present.Count) return [];
        var orphans = new MdbgEntry[_present.Count - _order.Count];
        int n = 0;
        foreach (HeapObject o in CollectionsMarshal.AsSpan(_present))
        {
            if (o.Number == Nothing) orphans[n++] = o.Entry;
        }

        Array.Sort(orphans, static (a, b) => a.Payload.CompareTo(b.Payload));
        return ImmutableCollectionsMarshal.AsImmutableArray(orphans);
    }

    private bool IsPage(ulong word) => word - _userVa.Start < _userVa.Size && Align.Is(word, Mmu.Pages.SmallPageSize);

    private ReadOnlySpan<TWord> Words(ulong address, ulong size) => MemoryMarshal.Cast<byte, TWord>(_memory.ReadBytes(address, size));
}
