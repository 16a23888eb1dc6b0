using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;

namespace TeeSim.Replay;

/// <summary>
/// The model as a trace's header describes it, and its slots. <see cref="Execute"/> runs one line and says what came of it in the words of
/// the trace format, so that comparing is comparing text.
/// </summary>
internal sealed partial class TraceWorld
{
    private readonly string _file;
    private readonly TraceHeader _header;
    private readonly SimulatedMemory _memory = new();
    private readonly List<AddressRange> _declaredPools = [];
    private readonly Dictionary<int, (ulong Payload, ulong Size)> _slots = [];
    private readonly EventStream _events = new();
    private ulong _declaredBytes;

    /// <param name="file">What messages call the trace.</param>
    /// <param name="header">What its header declares.</param>
    /// <param name="headerLine">The header's last line, for messages.</param>
    /// <param name="setup">How the heap is built; null: as the header says.</param>
    public TraceWorld(string file, TraceHeader header, int headerLine, HeapSetup? setup = null)
    {
        _file = file;
        _header = header;
        setup ??= HeapSetup.Of(header);
        Profile = ProfileOf(header, setup);
        Declare("malloc_ctx", setup.Context, (ulong)Heap.ContextSize(Profile.Abi, Profile.Heap), headerLine);
        foreach ((AddressRange pool, int line) in header.Pools) DeclarePool(pool.Start, pool.Size, line);
        Heap = Heap.Create(_memory, Profile, setup.Context, setup.PoolArraySite, _events, new TraceLog(null, _events));
        foreach ((AddressRange pool, int line) in header.Pools) AddPool(pool, line);
        if (header.IsVm) BuildVm(headerLine);
        if (header.IsMm) BuildMm(headerLine);
    }

    public TargetProfile Profile { get; }

    public Heap Heap { get; }

    public SimulatedMemory Memory => _memory;

    /// <summary>Runs one operation.</summary>
    /// <param name="operation">Its first word.</param>
    /// <param name="tokens">The words behind it, up to the arrow.</param>
    /// <param name="details">Gets the lines that follow with <c>=</c>.</param>
    /// <returns>What stands behind the arrow; null where the format has no arrow.</returns>
    public string? Execute(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details) =>
        ExecuteHeap(operation, ref tokens, details, out string? result)
        || (_header.IsVm && ExecuteVm(operation, ref tokens, details, out result))
        || (_header.IsMm && ExecuteMm(operation, ref tokens, details, out result))
            ? result
            : throw tokens.BadLast($"found the unknown operation {Printable.Quote(operation)}");

    private void AddPool(AddressRange pool, int line)
    {
        try
        {
            Heap.MallocAddPool(pool.Start, pool.Size);
        }
        catch (CorePanicException panic)
        {
            throw Bad(line, $"the pool at 0x{pool.Start:x} can't be added: {panic.Message}");
        }
    }

    private void DeclarePool(ulong address, ulong size, int line)
    {
        if (_declaredPools.Count == TraceHeader.MostPools)
            throw Bad(line, $"found more than {TraceHeader.MostPools} pools; this is no trace");
        Declare("pool", address, size, line);
        _declaredPools.Add(new AddressRange(address, size));
    }

    private void Declare(string name, ulong address, ulong size, int line)
    {
        string what = $"the {name} of {size} bytes at 0x{address:x}";
        if (size == 0) throw Bad(line, $"the {name} at 0x{address:x} is empty; it needs at least one byte");
        // Even a 64-bit target's memory ends below the last byte, so that the first address behind it is one.
        if (address > _header.WordMask || size - 1 > _header.WordMask - address || address + size == 0)
            throw Bad(line, $"{what} goes beyond the last address 0x{_header.WordMask:x}");
        if (_memory.Segments.FirstOrDefault(
            s => new AddressRange(s.Start, (ulong)s.Length).Overlaps(new AddressRange(address, size))) is { } other)
        {
            throw Bad(line, $"{what} overlaps the {other.Name} of {other.Length} bytes at 0x{other.Start:x}");
        }
        _declaredBytes += size;
        if (_declaredBytes > TraceHeader.MostBytes)
            throw Bad(line, $"{what} brings the memory of the trace above {TraceHeader.MostBytes} bytes");
        _memory.AddSegment(name, address, (int)size);
    }

    private TraceFormatException Bad(int line, string message) => new(new Diagnostic(new SourcePosition(_file, line, 0), message));
}
