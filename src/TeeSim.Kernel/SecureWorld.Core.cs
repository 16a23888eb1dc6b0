using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Statistics;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;
using CallSite = TeeSim.Core.CallSite;

namespace TeeSim.Kernel;

/// <summary>The composition root: boots the parts from a profile and lets calls in.</summary>
internal sealed partial class SecureWorld<TWord> : SecureWorld where TWord : unmanaged, IWord<TWord>
{
    private const int StaticBytes = 4096;
    private const int StringBytes = 4096;
    private const int CallMicroseconds = 1000;
    private const uint Cached = 1;

    private readonly StringTable _strings;
    private readonly TraceLog _log;
    private readonly ulong _statics;
    private readonly TaManager<TWord> _tas;
    private ulong _staticEnd;
    private readonly StaticVariable<CoreStatics<TWord>> _staticVariables;
    private readonly bool _booting = true;
    private long _microseconds;
    private int _calls;
    private CorePanicException? _panic;
    private readonly HashSet<CallSite> _coreSites;

    public SecureWorld(SecureWorldOptions options)
    {
        Options = options;
        Events.Listener = options.Listener;
        TargetProfile profile = options.Profile;
        BootLayout boot = profile.Boot;
        UserTaLayout = new UserTaLayout<TWord>(profile.Structs);
        _log = new TraceLog(options.Logger, Events);
        _strings = new StringTable(Memory, boot.Strings, StringBytes);
        _log.Stack = Stack = new KernelStack(boot.LoadAddress, profile.Abi, profile.Log.PaddedRegionLines, _strings);
        Memory.AddSegment("data", boot.StaticData, StaticBytes);
        Memory.AddSegment("malloc_ctx", boot.MallocContext, Heap.ContextSize(profile.Abi, profile.Heap));
        Memory.AddSegment("heap1", boot.Heap, (int)boot.HeapSize);
        _statics = boot.StaticData;
        _staticVariables = Memory.Static<CoreStatics<TWord>>(_statics);
        _staticEnd = _statics + (ulong)Unsafe.SizeOf<CoreStatics<TWord>>();

        Heap = Heap.Create(Memory, profile, boot.MallocContext, _strings.Site(profile.Sites.PoolArray), Events, _log);
        Heap.MallocAddPool(boot.Heap, boot.HeapSize);
        _held = new HeldMemory<TWord>(Memory, Heap, _statics + Offsets.Held);
        _held.Init();
        CallSites = new KernelCallSites(_strings.Site(profile.Sites.MobjWithFobjAlloc), _strings.Site(profile.Sites.TeeMmAlloc), _strings.Site(profile.Sites.TeeMmAlloc2));
        CoreMap map = StaticMap(boot);
        TeeMm = TeeMm.Create(Memory, Heap, profile, TeeMmSites(profile), Events);
        Pools = BootPools(profile);
        TeeMmSecDdr = Pools[0].Address;
        Fobjs = Fobjs.Create(FobjEnvironment(profile, map));
        Files = Files.Create(FileEnvironment(profile));
        Mobjs = Mobjs.Create(MobjEnvironment(profile, map));
        Mmu = TeeMmu.Create(MmuEnvironment(profile));
        BootMobjs(boot);
        _tas = new TaManager<TWord>(this, _log, _strings);
        _stats = new StatsPta(new CorePoolStatistics(Heap, reset => TeeMm.GetPoolStats(TeeMmSecDdr, reset)), profile.Stats, _log);
        // All parts of the core have named their sites by now.
        _coreSites = [.. _strings.CallSites, _strings.Site(profile.Sites.MsgParamPages)];
        _driverStatics = Align.Up(_staticEnd, sizeof(ulong));
        _mutexes = new HeldMutexes(MutexName);
        Driver = new EnteredDriver(CreateDriver(options), _mutexes);
        _booting = false;
    }

    public override SecureWorldOptions Options { get; }

    public override SimulatedMemory Memory { get; } = new();

    public override Heap Heap { get; }

    public override Mobjs Mobjs { get; }

    public override TeeMmu Mmu { get; }

    public override TeeMm TeeMm { get; }

    public override IReadOnlyList<PagePool> Pools { get; }

    /// <summary>Address of the pool of the TA RAM.</summary>
    internal ulong TeeMmSecDdr { get; }

    internal Fobjs Fobjs { get; }

    public override Files Files { get; }

    /// <summary>The functions that the core is in.</summary>
    internal KernelStack Stack { get; }

    public override IDriver Driver { get; }

    public override EventStream Events { get; } = new();

    public override long Microseconds => _microseconds;

    public override CorePanicException? Panic => _panic;

    public override IReadOnlyList<TaContext> Contexts => _tas.Contexts();

    public override KernelCallSites CallSites { get; }

    public override bool IsCoreSite(CallSite site) => _coreSites.Contains(site);

    public override SourceSite? Describe(CallSite site) => _strings.Describe(site);

    public override AddressRange Statics => new(_statics, _staticEnd - _statics);

    internal UserTaLayout<TWord> UserTaLayout { get; }

    internal ulong Intern(string text) => _strings.Intern(text);

    internal TaDefinition? DefinitionOf(Guid uuid) => Options.Tas.FirstOrDefault(t => t.Uuid == uuid);

    internal ulong UserTaCtxOf(ulong ctx) => ctx - UserTaLayout.Ctx;

    internal ulong UserModeCtxOf(ulong ctx) => ctx - UserTaLayout.Ctx + UserTaLayout.UserModeCtx;

    internal ref CoreStatics<TWord> StaticVariables => ref _staticVariables.Write();

    internal ulong AddressOfTeeCtxes => _statics + Offsets.TeeCtxes;

    internal ulong AddressOfTeeOpenSessions => _statics + Offsets.TeeOpenSessions;

    private static CoreStaticsOffsets Offsets { get; } = CoreStaticsOffsets.Of<TWord>();

    private static CoreMap StaticMap(BootLayout boot)
    {
        var map = new CoreMap();
        map.Add(BufferAttribute.TeeRam, boot.TeeRam, boot.TeeRam.Start);
        map.Add(BufferAttribute.TaRam, boot.TaRam, boot.TaRam.Start);
        map.Add(BufferAttribute.NsecShm, boot.NsecShm, boot.NsecShm.Start);
        map.AddSecure(boot.Vdec);
        return map;
    }

    private TeeMmSites TeeMmSites(TargetProfile profile) =>
        new(_strings.Site(profile.Sites.TeeMmInit), _strings.Site(profile.Sites.TeeMmAlloc), _strings.Site(profile.Sites.TeeMmAlloc2));

    // tee_mm_sec_ddr, tee_mm_shm, and with a pager tee_mm_vcore.
    private List<PagePool> BootPools(TargetProfile profile)
    {
        var pools = new List<PagePool>
        {
            BootPool(profile, "tee_mm_sec_ddr", profile.Boot.TaRam),
            BootPool(profile, "tee_mm_shm", profile.Boot.ShmVaspace),
        };
        if (profile.Boot.Vcore is { } vcore) pools.Add(BootPool(profile, "tee_mm_vcore", vcore));
        return pools;
    }

    private PagePool BootPool(TargetProfile profile, string name, AddressRange range)
    {
        ulong address = StaticData(TeeMm.PoolSize(profile));
        TeeMm.Init(address, range.Start, range.Size, Pages.SmallPageShift, TeeMmFlags.None);
        return new PagePool(name, address, range);
    }

    private FobjEnvironment FobjEnvironment(TargetProfile profile, CoreMap map) => new()
    {
        Memory = Memory,
        Heap = Heap,
        Profile = profile,
        PagePools = TeeMm,
        Pool = TeeMmSecDdr,
        Map = map,
        Site = _strings.Site(profile.Sites.FobjSecMemAlloc),
        Ops = _strings.Intern("ops_sec_mem"),
    };

    private FileEnvironment FileEnvironment(TargetProfile profile) => new()
    {
        Memory = Memory,
        Heap = Heap,
        Profile = profile,
        Fobjs = Fobjs,
        List = _statics + Offsets.Files,
        FileSite = _strings.Site(profile.Sites.FileGetByTag),
        SliceSite = _strings.Site(profile.Sites.FileAddSlice),
    };

    // The tables of functions are represented by a place in the strings that carries their name.
    private MobjEnvironment MobjEnvironment(TargetProfile profile, CoreMap map) => new()
    {
        Memory = Memory,
        Heap = Heap,
        Profile = profile,
        Map = map,
        Log = _log,
        PagePools = TeeMm,
        Fobjs = Fobjs,
        Files = Files,
        ShmPool = Pools[1].Address,
        RegShmList = _statics + Offsets.RegShmList,
        Sites = new MobjSites(
            _strings.Site(profile.Sites.MobjPhysAlloc),
            _strings.Site(profile.Sites.MobjShmAlloc),
            _strings.Intern("mobj_phys_ops"),
            _strings.Intern("mobj_shm_ops"),
            profile.Vm.PgdirSize)
        {
            Mm = _strings.Site(profile.Sites.MobjMmAlloc),
            WithFobj = _strings.Site(profile.Sites.MobjWithFobjAlloc),
            RegShm = _strings.Site(profile.Sites.MobjRegShmAlloc),
            MmOps = _strings.Intern("mobj_mm_ops"),
            WithFobjOps = _strings.Intern("mobj_with_fobj_ops"),
            RegShmOps = _strings.Intern("mobj_reg_shm_ops"),
        },
    };

    private TeeMmuEnvironment MmuEnvironment(TargetProfile profile) => new()
    {
        Memory = Memory,
        Heap = Heap,
        Mobjs = Mobjs,
        Profile = profile,
        // The first of the static variables.
        AsidBitmap = _statics,
        RemapStack = Memory.AddSegment("stack", profile.Boot.StaticData + StaticBytes, TeeMmu.StackSize).Start,
        VmMapSite = _strings.Site(profile.Sites.VmMap),
        SplitSite = _strings.Site(profile.Sites.SplitVmRegion),
        AddRwMemSite = _strings.Site(profile.Sites.AddRwMem),
        IsCurrent = context => StaticVariables.TsdCtx.Value == context - UserTaLayout.UserModeCtx + UserTaLayout.Ctx,
        Events = Events,
        Log = _log,
    };

    // What boot creates and never frees: so a healthy listing has a small constant number of these buffers.
    private void BootMobjs(BootLayout boot)
    {
        ref CoreStatics<TWord> statics = ref StaticVariables;
        statics.MobjTeeRam = BootMobj(boot.TeeRam, BufferAttribute.TeeRam);
        if (Options.Profile.Mmu.HasTaRam) statics.MobjSecDdr = BootMobj(boot.TaRam, BufferAttribute.TaRam);
        // Without that kind of memory nothing stands for all of the TA RAM. Regions that a script lists there need an object all the same.
        else if (Options.Tas.Any(ta => ta.FirstRegions.Any(r => BootCheck.RamOf(boot, r) == boot.TaRam))) statics.MobjSecDdr = BootMobj(boot.TaRam, BufferAttribute.SdpMem);
        statics.ShmMobj = BootMobj(boot.NsecShm, BufferAttribute.NsecShm);
        statics.SdpMobj = BootMobj(boot.Vdec, BufferAttribute.SdpMem);
        Mmu.KernelEntry = new KernelEntry(statics.MobjTeeRam.Value, boot.KernelEntryPa - boot.TeeRam.Start, boot.KernelEntrySize);
    }

    private TWord BootMobj(AddressRange range, BufferAttribute kind) =>
        TWord.From(Mobjs.MobjPhysInit(range.Start, range.Size, Cached, kind));
}
