using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;

namespace TeeSim.TestSupport;

/// <summary>A heap over memory of its own, with the means to look at and to damage its bytes.</summary>
public sealed class TestHeap
{
    /// <summary>Address of the <c>malloc_ctx</c> variable, hence of the free list's head.</summary>
    public const ulong Context = 0x0080_0000;

    private const string CallerFile = "core/kernel/caller.c";

    private readonly StringTable _strings;
    private readonly ulong _callerFile;

    private TestHeap(HeapVariant variant, TargetProfile profile)
    {
        Variant = variant;
        Profile = profile with { Abi = variant.Abi, Heap = variant.Options };
        Memory.AddSegment("malloc_ctx", Context, Heap.ContextSize(variant.Abi, variant.Options));
        _strings = new StringTable(Memory, 0x0081_0000, 0x1000);
        _callerFile = _strings.Intern(CallerFile);
        Events.Listener = Told.Add;
        var provider = new DeviceLogProvider(new DeviceLineFormatter(Profile.Log), Lines.Add);
        Heap = Heap.Create(
            Memory, Profile, Context, _strings.Site(variant.Heap.PoolArray), Events, new TraceLog(provider.CreateLogger("core"), Events));
    }

    public HeapVariant Variant { get; }

    public TargetProfile Profile { get; }

    public SimulatedMemory Memory { get; } = new();

    public EventStream Events { get; } = new();

    public Heap Heap { get; }

    /// <summary>What the device would have printed.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The events so far.</summary>
    public List<TeeEvent> Told { get; } = [];

    /// <summary>A heap without pools, of <c>optee-3.10-arm32</c> unless another profile is given.</summary>
    public static TestHeap Empty(HeapVariant variant, TargetProfile? profile = null) =>
        new(variant, profile ?? TargetProfiles.Optee310Arm32);

    /// <summary>A heap with the pool of the specification's worked example: 0x400 bytes at 0x1000.</summary>
    public static TestHeap Small(HeapVariant variant, TargetProfile? profile = null) =>
        Empty(variant, profile).WithPool(0x1000, 0x400);

    /// <summary>The same heap with zeroed memory of its own added as a pool.</summary>
    public TestHeap WithPool(ulong address, ulong length)
    {
        Memory.AddSegment("pool", address, (int)length);
        Heap.MallocAddPool(address, length);
        return this;
    }

    /// <summary>A line of the file that most tests allocate in.</summary>
    public CallSite Site(int line) => new(_callerFile, line);

    /// <summary>A line of any file.</summary>
    public CallSite Site(string file, int line) => new(_strings.Intern(file), line);

    public ulong Malloc(ulong size) => Heap.Malloc(size, Site(1));

    public ulong Calloc(ulong count, ulong size) => Heap.Calloc(count, size, Site(2));

    public ulong Memalign(ulong alignment, ulong size) => Heap.Memalign(alignment, size, Site(4));

    public ulong Realloc(ulong payload, ulong size) => Heap.Realloc(payload, size, Site(3));

    /// <summary>The block of a payload.</summary>
    public ulong BlockOf(ulong payload) => payload - Variant.Headers;

    /// <summary>A word of the target.</summary>
    public ulong Word(ulong address) => Variant.Word == 4 ? Memory.Read<uint>(address) : Memory.Read<ulong>(address);

    /// <summary>Overwrites a word of the target.</summary>
    public void SetWord(ulong address, ulong value)
    {
        if (Variant.Word == 4) Memory.Write<uint>(address) = (uint)value;
        else Memory.Write<ulong>(address) = value;
    }

    public void SetPrevFree(ulong block, long value) => SetWord(block, (ulong)value);

    public void SetBSize(ulong block, long value) => SetWord(block + Variant.Word, (ulong)value);

    public void SetFLink(ulong block, ulong value) => SetWord(block + 2 * Variant.Word, value);

    public void SetBLink(ulong block, ulong value) => SetWord(block + 3 * Variant.Word, value);

    public long BSize(ulong block) => Variant.Word == 4 ? (int)Word(block + 4) : (long)Word(block + 8);

    /// <summary>The free list as the traces print it.</summary>
    public string FreeListText => string.Join(' ', Heap.FreeList.Select(b => $"0x{b.Address:x}:{b.Size}"));
}
