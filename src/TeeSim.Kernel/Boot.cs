using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Kernel.TrustedApplications;
using TeeSim.Mmu;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

/// <summary>Builds the parts of the core from a profile, in the order in which the core initializes them.</summary>
internal sealed partial class Boot<TWord> where TWord : unmanaged, IWord<TWord>
{
    private const int StringBytes = 8192;
    private const uint Cached = 1;

    private readonly TargetProfile _profile;
    private readonly SimulatedMemory _memory;
    private readonly EventStream _events;
    private readonly TraceLog _log;
    private readonly StringTable _strings;
    private readonly StaticArea _statics;
    private readonly Heap _heap;
    private readonly TeeMm _teeMm;
    private readonly List<PagePool> _pools;
    private readonly Fobjs _fobjs;
    private readonly Files _files;
    private readonly Mobjs _mobjs;

    private Boot(SecureWorldOptions options, SimulatedMemory memory, EventStream events)
    {
        (_profile, _memory, _events) = (options.Profile, memory, events);
        BootLayout boot = _profile.Boot;
        _log = new TraceLog(options.Logger, events);
        _strings = new StringTable(memory, boot.Strings, StringBytes);
        KernelStack stack = _log.Stack = new KernelStack(boot.LoadAddress, _profile.Abi, _profile.Log.PaddedRegionLines, _strings);
        memory.AddSegment("data", boot.StaticData, StaticArea.Bytes);
        memory.AddSegment("malloc_ctx", boot.MallocContext, Heap.ContextSize(_profile.Abi, _profile.Heap));
        memory.AddSegment("heap1", boot.Heap, (int)boot.HeapSize);
        _statics = new StaticArea(boot.StaticData, Unsafe.SizeOf<CoreStatics<TWord>>());

        _heap = Heap.Create(memory, _profile, boot.MallocContext, _strings.Site(_profile.Sites.PoolArray), events, _log);
        _heap.MallocAddPool(boot.Heap, boot.HeapSize);
        var callSites = new KernelCallSites(
            _strings.Site(_profile.Sites.MobjWithFobjAlloc), _strings.Site(_profile.Sites.TeeMmAlloc),
            _strings.Site(_profile.Sites.TeeMmAlloc2), _strings.Site(_profile.Sites.PseudoTaCtx));
        CoreMap map = StaticMap(boot);
        _teeMm = TeeMm.Create(memory, _heap, _profile, TeeMmSites(), events);
        _pools = BootPools();
        _fobjs = Fobjs.Create(FobjEnvironment(map));
        _files = Files.Create(FileEnvironment());
        _mobjs = Mobjs.Create(MobjEnvironment(map));
        Services = new CoreServices<TWord>(_profile, memory, _statics)
        {
            Events = events,
            Strings = _strings,
            Log = _log,
            Stack = stack,
            Heap = _heap,
            CallSites = callSites,
            TeeMm = _teeMm,
            Pools = _pools,
            Fobjs = _fobjs,
            Files = _files,
            Mobjs = _mobjs,
            Mmu =
                TeeMmu.Create(MmuEnvironment(memory.Static<CoreStatics<TWord>>(_statics.Start), new UserTaLayout<TWord>(_profile.Structs))),
        };
        BootMobjs(Services, options.Tas);
    }

    private CoreServices<TWord> Services { get; }

    /// <summary>Boots the core's parts into memory that has no segments yet.</summary>
    public static CoreServices<TWord> From(SecureWorldOptions options, SimulatedMemory memory, EventStream events) =>
        new Boot<TWord>(options, memory, events).Services;

    private static CoreMap StaticMap(BootLayout boot)
    {
        var map = new CoreMap();
        map.Add(BufferAttribute.TeeRam, boot.TeeRam, boot.TeeRam.Start);
        map.Add(BufferAttribute.TaRam, boot.TaRam, boot.TaRam.Start);
        map.Add(BufferAttribute.NsecShm, boot.NsecShm, boot.NsecShm.Start);
        map.AddSecure(boot.Vdec);
        return map;
    }

    // tee_mm_sec_ddr, tee_mm_shm, and with a pager tee_mm_vcore.
    private List<PagePool> BootPools()
    {
        var pools = new List<PagePool>
        {
            BootPool("tee_mm_sec_ddr", _profile.Boot.TaRam),
            BootPool("tee_mm_shm", _profile.Boot.ShmVaspace),
        };
        if (_profile.Boot.Vcore is { } vcore) pools.Add(BootPool("tee_mm_vcore", vcore));
        return pools;
    }

    private PagePool BootPool(string name, AddressRange range)
    {
        ulong address = _statics.Reserve(Mmu.PagePools.TeeMm.PoolSize(_profile));
        _teeMm.Init(address, range.Start, range.Size, Pages.SmallPageShift, TeeMmFlags.None);
        return new PagePool(name, address, range);
    }

    // What boot creates and never frees: so a healthy listing has a small constant number of these buffers.
    private static void BootMobjs(CoreServices<TWord> core, IReadOnlyList<TaDefinition> tas)
    {
        BootLayout boot = core.Profile.Boot;
        ref CoreStatics<TWord> statics = ref core.StaticVariables;
        statics.MobjTeeRam = BootMobj(core, boot.TeeRam, BufferAttribute.TeeRam);
        if (core.Profile.Mmu.HasTaRam) statics.MobjSecDdr = BootMobj(core, boot.TaRam, BufferAttribute.TaRam);
        // Without that kind of memory nothing stands for all of the TA RAM. Regions that a script lists there need an object all the same.
        else if (tas.Any(ta => ta.FirstRegions.Any(r => r.RamOf(boot) == boot.TaRam)))
            statics.MobjSecDdr = BootMobj(core, boot.TaRam, BufferAttribute.SdpMem);
        statics.ShmMobj = BootMobj(core, boot.NsecShm, BufferAttribute.NsecShm);
        statics.SdpMobj = BootMobj(core, boot.Vdec, BufferAttribute.SdpMem);
        core.Mmu.KernelEntry = new KernelEntry(statics.MobjTeeRam.Value, boot.KernelEntryPa - boot.TeeRam.Start, boot.KernelEntrySize);
    }

    private static TWord BootMobj(CoreServices<TWord> core, AddressRange range, BufferAttribute kind) =>
        TWord.From(core.Mobjs.MobjPhysInit(range.Start, range.Size, Cached, kind));
}
