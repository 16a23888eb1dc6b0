using TeeSim.Bget;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;
using TeeSim.TestSupport;

namespace TeeSim.Mmu.Tests.PagePools;

/// <summary>
/// A page pool over a heap of its own: the range of the specification's example, 16 pages from 0x10000000 on, unless said otherwise.
/// </summary>
internal sealed class TestPool
{
    public const ulong Lo = 0x1000_0000;
    public const ulong Size = 0x1_0000;
    public const ulong Pool = 0x0090_0000;
    public const ulong Page = 0x1000;
    private const string TeeMmC = "core/arch/arm/mm/tee_mm.c";

    public TestPool(MmuBuild build, PagePoolOptions? options = null, ulong heapBytes = 0x2000)
    {
        TargetProfile target = TargetProfiles.Optee310Arm32 with
        {
            PhysicalAddressBits = build.PhysicalAddressBits,
            PagePools = options ?? new PagePoolOptions(),
        };
        TestHeap = TestHeap.Empty(build.Heap, target).WithPool(0x1_0000, heapBytes);
        TestHeap.Memory.AddSegment("data", Pool, 0x100);
        var sites = new TeeMmSites(TestHeap.Site(TeeMmC, 27), TestHeap.Site(TeeMmC, 19), TestHeap.Site(TeeMmC, 20));
        Mm = TeeMm.Create(TestHeap.Memory, TestHeap.Heap, TestHeap.Profile, sites, TestHeap.Events);
        Start = Heap.Stats.Allocated;
    }

    public TestHeap TestHeap { get; }

    public TeeMm Mm { get; }

    public Heap Heap => TestHeap.Heap;

    /// <summary>Bytes of the heap that were in use at the start.</summary>
    public uint Start { get; }

    public static TestPool Initialised(
        MmuBuild build, TeeMmFlags flags = TeeMmFlags.None, PagePoolOptions? options = null, ulong lo = Lo, ulong size = Size,
        int shift = 12)
    {
        var pool = new TestPool(build, options);
        pool.Mm.Init(Pool, lo, size, shift, flags).ShouldBeTrue();
        return pool;
    }

    /// <summary>Allocates, and says which units the entry got: "3+1", or "null".</summary>
    public string Alloc(ulong size) => Units(Mm.Alloc(Pool, size));

    public string Alloc2(ulong start, ulong size) => Units(Mm.Alloc2(Pool, start, size));

    public string Units(ulong entry) => entry == 0 ? "null" : $"{Mm.Describe(entry).Offset}+{Mm.Describe(entry).Size}";

    /// <summary>The list without its head.</summary>
    public string List => string.Join(' ', Mm.Entries(Pool).Where(e => !e.IsHead).Select(e => $"{e.Offset}+{e.Size}"));

    /// <summary>Frees the entry that starts at a unit.</summary>
    public void Free(uint unit) => Mm.Free(Mm.Entries(Pool).Single(e => !e.IsHead && e.Size != 0 && e.Offset == unit).Address);
}
