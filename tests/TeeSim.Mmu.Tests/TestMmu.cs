using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;
using TeeSim.TestSupport;

namespace TeeSim.Mmu.Tests;

/// <summary>Memory objects and address spaces over a heap of their own, with the means to look at and to damage their bytes.</summary>
internal sealed class TestMmu
{
    /// <summary>Physical start of the TA RAM, 16 pages.</summary>
    public const ulong TaRam = 0x0550_0000;

    /// <summary>Physical start of the reserved shared memory, 16 pages.</summary>
    public const ulong Shm = 0x0510_0000;

    /// <summary>Physical start of the core's RAM, 16 pages, seen at another virtual address.</summary>
    public const ulong TeeRam = 0x0530_0000;

    /// <summary>Where the core sees its RAM.</summary>
    public const ulong TeeRamVa = 0x3000_0000;

    public const ulong StaticPages = 16;

    public const ulong Page = Pages.SmallPageSize;

    /// <summary>What page pools and memory objects of 4.10 do differently.</summary>
    public static readonly TargetProfile Optee410 =
        TargetProfiles.Optee310Arm32 with { PagePools = PagePoolOptions.Optee410, Mmu = MmuOptions.Optee410 };

    /// <summary>User and core may read and write.</summary>
    public const Mattr Rw = Mattr.Ur | Mattr.Uw | Mattr.Pr | Mattr.Pw;

    /// <summary>The pool of the TA RAM; <see cref="WithPools"/> makes it.</summary>
    public const ulong SecDdrPool = Data + 0x1f00;

    /// <summary>The pool of virtual addresses for registered shared memory.</summary>
    public const ulong ShmPool = Data + 0x1f40;

    /// <summary>Where the range of <see cref="ShmPool"/> starts, 8 pages.</summary>
    public const ulong ShmVa = 0x3800_0000;

    private const ulong Data = 0x0090_0000;
    private const string MobjC = "core/arch/arm/mm/mobj.c";
    private const int MostContexts = 80;
    private static readonly SourceSite TeeMmSite = new("core/arch/arm/mm/tee_mm.c", 19, "tee_mm_alloc");

    /// <summary>Where <c>vm_remap</c> has its list head.</summary>
    public const ulong RemapStack = Data + 0x80;

    public TestMmu(MmuBuild build, ulong heapBytes = 0x2000, TargetProfile? profile = null)
    {
        Build = build;
        TargetProfile target = profile ?? TargetProfiles.Optee310Arm32;
        target = target with { Vm = build.Vm, Mmu = profile?.Mmu ?? build.Mmu, PhysicalAddressBits = build.PhysicalAddressBits };
        TestHeap = TestHeap.Empty(build.Heap, target).WithPool(0x1_0000, heapBytes);
        Memory.AddSegment("data", Data, 0x2000);
        var map = new CoreMap();
        map.Add(BufferAttribute.TeeRam, new AddressRange(TeeRam, StaticPages * Page), TeeRamVa);
        map.Add(BufferAttribute.TaRam, new AddressRange(TaRam, StaticPages * Page), TaRam);
        map.Add(BufferAttribute.NsecShm, new AddressRange(Shm, StaticPages * Page), Shm);
        var provider = new DeviceLogProvider(new DeviceLineFormatter(target.Log), Lines.Add);
        var log = new TraceLog(provider.CreateLogger("core"), TestHeap.Events);
        SourceSites sites = target.Sites;
        CallSite entrySite = Site(TeeMmSite);
        TeeMm = TeeMm.Create(
            Memory, Heap, TestHeap.Profile, new TeeMmSites(Site(TeeMmSite with { Line = 27 }), entrySite, entrySite), TestHeap.Events);
        Fobjs = Fobjs.Create(new FobjEnvironment
        {
            Memory = Memory,
            Heap = Heap,
            Profile = TestHeap.Profile,
            PagePools = TeeMm,
            Pool = SecDdrPool,
            Map = map,
            Site = TestHeap.Site("core/mm/fobj.c", 538),
            Ops = 0xf600,
        });
        Files = Files.Create(new FileEnvironment
        {
            Memory = Memory,
            Heap = Heap,
            Profile = TestHeap.Profile,
            Fobjs = Fobjs,
            List = Data + 0x1e00,
            FileSite = TestHeap.Site("core/mm/file.c", 151),
            SliceSite = TestHeap.Site("core/mm/file.c", 91),
        });
        Mobjs = Mobjs.Create(new MobjEnvironment
        {
            Memory = Memory,
            Heap = Heap,
            Profile = TestHeap.Profile,
            Sites = new MobjSites(Site(sites.MobjPhysAlloc), Site(sites.MobjShmAlloc), 0xf100, 0xf200, target.Vm.PgdirSize)
            {
                Mm = TestHeap.Site(MobjC, 282),
                WithFobj = TestHeap.Site(MobjC, 533),
                RegShm = TestHeap.Site("core/arch/arm/mm/mobj_dyn_shm.c", 280),
                MmOps = 0xf300,
                WithFobjOps = 0xf400,
                RegShmOps = 0xf500,
            },
            Map = map,
            Log = log,
            PagePools = TeeMm,
            Fobjs = Fobjs,
            Files = Files,
            ShmPool = ShmPool,
            RegShmList = Data + 0x1e20,
        });
        Mmu = TeeMmu.Create(new TeeMmuEnvironment
        {
            Memory = Memory,
            Heap = Heap,
            Mobjs = Mobjs,
            Profile = TestHeap.Profile,
            AsidBitmap = Data,
            RemapStack = RemapStack,
            VmMapSite = Site(sites.VmMap),
            SplitSite = Site(sites.SplitVmRegion),
            AddRwMemSite = Site(sites.AddRwMem ?? default),
            IsCurrent = context => context == Current,
            Events = TestHeap.Events,
            Log = log,
        });
        Start = Heap.Stats.Allocated;
    }

    public MmuBuild Build { get; }

    public TestHeap TestHeap { get; }

    public Heap Heap => TestHeap.Heap;

    public SimulatedMemory Memory => TestHeap.Memory;

    public Mobjs Mobjs { get; }

    public TeeMm TeeMm { get; }

    public Fobjs Fobjs { get; }

    public Files Files { get; }

    public TeeMmu Mmu { get; }

    public List<string> Lines => TestHeap.Lines;

    public List<TeeEvent> Told => TestHeap.Told;

    /// <summary>Bytes of the heap that were in use at the start.</summary>
    public uint Start { get; private set; }

    /// <summary>The thread's current context.</summary>
    public ulong Current { get; set; } = Context(0);

    /// <summary>Where the n-th context lies; it is started by <see cref="WithContext"/>.</summary>
    public static ulong Context(int n) =>
        n < MostContexts ? Data + 0x100 + (ulong)n * 0x20 : throw new ArgumentOutOfRangeException(nameof(n));

    /// <summary>The same with an empty context 0, the current one.</summary>
    public static TestMmu WithContext(MmuBuild build, TargetProfile? profile = null)
    {
        var mmu = new TestMmu(build, profile: profile);
        mmu.Mmu.VmInfoInit(Context(0)).ShouldBe(TeeResult.SUCCESS);
        return mmu;
    }

    /// <summary>The same with the pools of the TA RAM and of registered shared memory.</summary>
    public static TestMmu WithPools(MmuBuild build, ulong heapBytes = 0x4000, TargetProfile? profile = null)
    {
        var mmu = new TestMmu(build, heapBytes, profile);
        mmu.TeeMm.Init(SecDdrPool, TaRam, StaticPages * Page, 12, TeeMmFlags.None).ShouldBeTrue();
        mmu.TeeMm.Init(ShmPool, ShmVa, 8 * Page, 12, TeeMmFlags.None).ShouldBeTrue();
        mmu.Mmu.VmInfoInit(Context(0)).ShouldBe(TeeResult.SUCCESS);
        mmu.Start = mmu.Heap.Stats.Allocated;
        return mmu;
    }

    /// <summary>An object of video memory, hence secure.</summary>
    public ulong Sdp(ulong pages, ulong pa = 0x5a00_0000) => Mobjs.MobjPhysAlloc(pa, pages * Page, 0, BufferAttribute.SdpMem);

    /// <summary>An object of non-secure memory.</summary>
    public ulong NonSecure(ulong pages) => Mobjs.MobjPhysAlloc(Shm, pages * Page, 1, BufferAttribute.NsecShm);

    /// <summary>Maps into context 0 without paddings; expects it to succeed. Returns the address.</summary>
    public ulong Map(ulong mobj, ulong pages, ulong va = 0, VmFlags flags = VmFlags.None, ulong offset = 0, Mattr prot = Rw)
    {
        TryMap(mobj, pages, ref va, flags, offset, prot).ShouldBe(TeeResult.SUCCESS);
        return va;
    }

    /// <summary>Maps into context 0 without paddings.</summary>
    public TeeResult TryMap(ulong mobj, ulong pages, ref ulong va, VmFlags flags = VmFlags.None, ulong offset = 0, Mattr prot = Rw) =>
        Mmu.VmMapPad(Context(0), ref va, pages * Page, (uint)prot, flags, mobj, offset, 0, 0);

    /// <summary>Context 0's regions: address, pages, and the letters of a mapping line.</summary>
    public string Table => string.Join(' ', Mmu.Regions(Context(0)).Zip(
        Mmu.MappingLines(Context(0)), (r, line) => $"0x{r.Va:x}+{r.Size / Page}:{line[^6..]}"));

    /// <summary>Context 0's regions, for looking at more.</summary>
    public RegionInfo[] Regions => [.. Mmu.Regions(Context(0))];

    /// <summary>Fills the heap up, then frees what so many regions need, but nothing more.</summary>
    public void LeaveRoomFor(int regions)
    {
        ulong size = Build.Word == 4 ? 28UL : 56UL;
        ulong[] kept = [.. Enumerable.Range(0, regions).Select(_ => TestHeap.Malloc(size)), TestHeap.Malloc(0)];
        while (Heap.LargestAllocatable >= 0) TestHeap.Malloc((ulong)Heap.LargestAllocatable);
        foreach (ulong buffer in kept.SkipLast(1)) Heap.Free(buffer);
    }

    /// <summary>The call site and payload bytes of everything that mdbg lists, by source line.</summary>
    public IEnumerable<(string File, int Line, uint Size)> Listing =>
        Heap.MdbgCheck().Select(e => (Memory.ReadString(e.File)!, e.Line, e.Size));

    /// <summary>Nothing may be wrong with context 0 or the heap.</summary>
    public void ShouldBeSound()
    {
        Mmu.Validate(Context(0)).ShouldBeEmpty();
        Heap.Validate().ShouldBeEmpty();
    }

    /// <summary>Nothing may be wrong with the page pools, the files and what <see cref="ShouldBeSound"/> looks at.</summary>
    public void ShouldAllBeSound()
    {
        TeeMm.Validate(SecDdrPool).ShouldBeEmpty();
        TeeMm.Validate(ShmPool).ShouldBeEmpty();
        Files.Validate().ShouldBeEmpty();
        ShouldBeSound();
    }

    private CallSite Site(SourceSite site) => TestHeap.Site(site.File, site.Line);
}
