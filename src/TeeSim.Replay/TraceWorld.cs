using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;

namespace TeeSim.Replay;

/// <summary>
/// The model as a trace's header describes it, and its slots. <see cref="Execute"/> runs one line and says what came of it in the words of the trace format, so
/// that comparing is comparing text.
/// </summary>
internal sealed partial class TraceWorld
{
    private const int MostSlots = 1_000_000;
    private const int MostBytes = 1 << 28;

    private readonly string _file;
    private readonly TraceHeader _header;
    private readonly SimulatedMemory _memory = new();
    private readonly List<AddressRange> _declaredPools = [];
    private readonly Dictionary<int, (ulong Payload, ulong Size)> _slots = [];
    private readonly EventStream _events = new();

    public TraceWorld(string file, TraceHeader header, int headerLine)
    {
        _file = file;
        _header = header;
        Profile = ProfileOf(header);
        Declare("malloc_ctx", header.PoolSet, (ulong)Heap.ContextSize(Profile.Abi), headerLine);
        foreach (AddressRange pool in header.Pools) DeclarePool(pool.Start, pool.Size, headerLine);
        Heap = Heap.Create(_memory, Profile, header.PoolSet, header.PoolArraySite, _events, new TraceLog(null, _events));
        foreach (AddressRange pool in header.Pools) Heap.MallocAddPool(pool.Start, pool.Size);
        if (header.IsVm) BuildVm(headerLine);
    }

    public TargetProfile Profile { get; }

    public Heap Heap { get; }

    /// <summary>Runs one operation.</summary>
    /// <param name="operation">Its first word.</param>
    /// <param name="tokens">The words behind it, up to the arrow.</param>
    /// <param name="details">Gets the lines that follow with <c>=</c>.</param>
    /// <returns>What stands behind the arrow; null where the format has no arrow.</returns>
    public string? Execute(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details) =>
        ExecuteHeap(operation, ref tokens, details, out string? result) || (_header.IsVm && ExecuteVm(operation, ref tokens, details, out result))
            ? result
            : throw tokens.BadNext($"found the unknown operation {Printable.Quote(operation)}");

    private static TargetProfile ProfileOf(TraceHeader header) => TargetProfiles.Optee310Arm32 with
    {
        Name = header.Profile,
        Abi = header.Profile.EndsWith("lp64", StringComparison.Ordinal) ? Abi.Lp64 : Abi.Ilp32,
        PhysicalAddressBits = header.PhysicalAddressBits,
        Heap = new HeapOptions(header.BestFit, header.Mdbg),
        Vm = new VmOptions(header.Lpae, header.UserVa.Start, header.UserVa.Size, header.PageTables),
    };

    private void DeclarePool(ulong address, ulong size, int line)
    {
        Declare("pool", address, size, line);
        _declaredPools.Add(new AddressRange(address, size));
    }

    private void Declare(string name, ulong address, ulong size, int line)
    {
        ulong declared = _memory.Segments.Aggregate(0UL, (sum, s) => sum + (ulong)s.Length);
        if (size == 0 || declared + size > MostBytes || !_memory.IsFree(address, size))
        {
            throw new TraceFormatException(new Diagnostic(
                new SourcePosition(_file, line, 0),
                $"the {name} of {size} bytes at 0x{address:x} is empty, overlaps another one, or exceeds {MostBytes} bytes in all"));
        }

        _memory.AddSegment(name, address, (int)size);
    }
}
