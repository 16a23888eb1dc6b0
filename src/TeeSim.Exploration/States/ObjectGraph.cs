using System.Runtime.InteropServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Exploration.States;

/// <summary>
/// What lies on the heap of one state, who owns it, and by what it can be told from other states whatever the addresses are. Owned is what the static variables lead to, by the
/// rules that <c>docs/architecture.md</c> has under "Whose fault is a leak?": the links of region tables and page pools don't count; a region is owned by whoever else holds its
/// address, its va or its object. Only the state is looked at, not how it came to be. Made for being read in hundreds of thousands of states: it allocates nothing once it is warm.
/// </summary>
public abstract class ObjectGraph
{
    /// <summary>Looks at the states of a world.</summary>
    public static ObjectGraph Of(SecureWorld world) => world.Options.Profile.Abi == Abi.Ilp32 ? new ObjectGraph<Word32>(world) : new ObjectGraph<Word64>(world);

    /// <summary>Reads the present state.</summary>
    /// <exception cref="Core.Panics.CorePanicException">The memory is so damaged that it cannot be read.</exception>
    public abstract void Read();

    /// <summary>The allocated buffers of the state that was read last, by ascending address in each pool.</summary>
    public abstract IReadOnlyList<MdbgEntry> Buffers { get; }

    /// <summary>The buffers that nobody owns: positions in <see cref="Buffers"/>, ascending.</summary>
    public abstract IReadOnlyList<int> Orphans { get; }

    /// <summary>Regions whose object has been freed: positions in <see cref="Buffers"/>.</summary>
    public abstract IReadOnlyList<int> Dangling { get; }

    /// <summary>
    /// 128 bits that are equal for states with the same objects, owners, sizes and contents, wherever the objects lie on the heap. What is free, and statistics, are no part of it.
    /// </summary>
    public abstract UInt128 Fingerprint();
}

/// <summary>The same for one word size.</summary>
internal sealed partial class ObjectGraph<TWord> : ObjectGraph where TWord : unmanaged, IWord<TWord>
{
    private const int Nothing = -1;

    private readonly SecureWorld _world;
    private readonly AddressRange _userVa;
    private readonly ulong _heapStart;
    private readonly int[] _map;
    private readonly List<MdbgEntry> _buffers = [];
    private readonly List<int> _orphans = [];
    private readonly List<int> _dangling = [];
    private readonly List<int> _order = [];
    private readonly List<TableRegion> _regions = [];
    private readonly List<ulong> _vas = [];
    private readonly List<ulong> _contexts = [];
    private readonly List<int> _contextBuffers = [];
    private ObjectNote[] _notes = new ObjectNote[256];
    private int _mapBase = 1;

    public ObjectGraph(SecureWorld world)
    {
        _world = world;
        VmOptions vm = world.Options.Profile.Vm;
        _userVa = new AddressRange(vm.UserVaBase, vm.UserVaSize);
        BootLayout boot = world.Options.Profile.Boot;
        _heapStart = boot.Heap;
        _map = new int[(boot.HeapSize >> GranuleShift) + 1];
    }

    public override IReadOnlyList<MdbgEntry> Buffers => _buffers;

    public override IReadOnlyList<int> Orphans => _orphans;

    public override IReadOnlyList<int> Dangling => _dangling;

    public override void Read()
    {
        ReadBuffers();
        ReadRegions();
        FindOwned();
        for (int i = 0; i < _buffers.Count; i++)
        {
            if (_notes[i].Number == Nothing) _orphans.Add(i);
        }
    }

    // Buffers are aligned to 8 bytes at least.
    private const int GranuleShift = 3;

    private void ReadBuffers()
    {
        // Entries of earlier states are below the base, so that nothing has to be cleared.
        _mapBase += _buffers.Count;
        if (_mapBase > int.MaxValue / 2)
        {
            _map.AsSpan().Clear();
            _mapBase = 1;
        }

        _buffers.Clear();
        _orphans.Clear();
        _dangling.Clear();
        _world.Heap.ListBuffers(_buffers);
        if (_notes.Length < _buffers.Count) _notes = new ObjectNote[2 * _buffers.Count];
        Span<MdbgEntry> buffers = CollectionsMarshal.AsSpan(_buffers);
        for (int i = 0; i < buffers.Length; i++)
        {
            _notes[i] = new ObjectNote { Number = Nothing, Region = Nothing, MappedBy = Nothing };
            ulong first = (buffers[i].Payload - _heapStart) >> GranuleShift;
            ulong last = (buffers[i].Payload - _heapStart + Math.Max(buffers[i].Size, 1) - 1) >> GranuleShift;
            if (last < (ulong)_map.Length) _map.AsSpan((int)first, (int)(last - first) + 1).Fill(_mapBase + i);
        }
    }

    /// <summary>The buffer whose payload an address lies in; -1 for none.</summary>
    private int Holding(ulong address)
    {
        ulong granule = (address - _heapStart) >> GranuleShift;
        if (granule >= (ulong)_map.Length) return Nothing;
        int i = _map[granule] - _mapBase;
        return i >= 0 && address - _buffers[i].Payload < Math.Max(_buffers[i].Size, 1) ? i : Nothing;
    }

    private void ReadRegions()
    {
        _regions.Clear();
        _vas.Clear();
        _contexts.Clear();
        _contextBuffers.Clear();
        foreach (TaContext context in _world.Contexts)
        {
            _contexts.Add(context.UserModeCtx);
            _contextBuffers.Add(Holding(context.Address));
            foreach (RegionInfo info in _world.Mmu.Regions(context.UserModeCtx)) AddRegion(info, _contexts.Count - 1);
        }
    }

    private void AddRegion(RegionInfo info, int context)
    {
        int buffer = Holding(info.Address);
        if (buffer == Nothing) return;
        int mobj = Holding(info.Mobj);
        if (mobj == Nothing) _dangling.Add(buffer);
        _notes[buffer].Region = _regions.Count;
        // The regions of one object form a chain.
        _regions.Add(new TableRegion(info.Mobj, buffer, mobj, context, mobj == Nothing ? Nothing : _notes[mobj].MappedBy));
        _vas.Add(info.Va);
        if (mobj != Nothing) _notes[mobj].MappedBy = _regions.Count - 1;
    }

    private ReadOnlySpan<TWord> Words(ulong address, ulong size) => MemoryMarshal.Cast<byte, TWord>(_world.Memory.ReadBytes(address, size));

    /// <summary>What is known of a buffer.</summary>
    private struct ObjectNote
    {
        /// <summary>Its place in the order in which owners lead to it, from 0; -1 while nobody does.</summary>
        public int Number;

        /// <summary>Its entry in the list of regions, when it is one.</summary>
        public int Region;

        /// <summary>The last region that maps it, when it is an object.</summary>
        public int MappedBy;
    }

    /// <summary>A region that stands in a table.</summary>
    /// <param name="MobjAddress">Address of its object.</param>
    /// <param name="Buffer">Its own buffer.</param>
    /// <param name="Mobj">The buffer of its object; -1 when that is no buffer.</param>
    /// <param name="Context">Whose table it is.</param>
    /// <param name="NextOfMobj">Another region of the same object.</param>
    private readonly record struct TableRegion(ulong MobjAddress, int Buffer, int Mobj, int Context, int NextOfMobj);
}
