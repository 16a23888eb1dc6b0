using TeeSim.Core.Memory;
using TeeSim.Kernel.Services;
using TeeSim.Kernel.Structs;
using TeeSim.Mmu.MemoryObjects;
using TeeSim.Mmu.PagePools;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel;

/// <summary>What the parts of the memory management are created with.</summary>
internal sealed partial class Boot<TWord>
{
    private TeeMmSites TeeMmSites() =>
        new(_strings.Site(_profile.Sites.TeeMmInit), _strings.Site(_profile.Sites.TeeMmAlloc), _strings.Site(_profile.Sites.TeeMmAlloc2));

    private FobjEnvironment FobjEnvironment(CoreMap map) => new()
    {
        Memory = _memory,
        Heap = _heap,
        Profile = _profile,
        PagePools = _teeMm,
        Pool = _pools[0].Address,
        Map = map,
        Site = _strings.Site(_profile.Sites.FobjSecMemAlloc),
        Ops = _strings.Intern("ops_sec_mem"),
    };

    private FileEnvironment FileEnvironment() => new()
    {
        Memory = _memory,
        Heap = _heap,
        Profile = _profile,
        Fobjs = _fobjs,
        List = _statics.Start + CoreStatics<TWord>.Offsets.Files,
        FileSite = _strings.Site(_profile.Sites.FileGetByTag),
        SliceSite = _strings.Site(_profile.Sites.FileAddSlice),
    };

    // The tables of functions are represented by a place in the strings that carries their name.
    private MobjEnvironment MobjEnvironment(CoreMap map) => new()
    {
        Memory = _memory,
        Heap = _heap,
        Profile = _profile,
        Map = map,
        Log = _log,
        PagePools = _teeMm,
        Fobjs = _fobjs,
        Files = _files,
        ShmPool = _pools[1].Address,
        RegShmList = _statics.Start + CoreStatics<TWord>.Offsets.RegShmList,
        Sites = new MobjSites(
            _strings.Site(_profile.Sites.MobjPhysAlloc),
            _strings.Site(_profile.Sites.MobjShmAlloc),
            _strings.Intern("mobj_phys_ops"),
            _strings.Intern("mobj_shm_ops"),
            _profile.Vm.PgdirSize)
        {
            Mm = _strings.Site(_profile.Sites.MobjMmAlloc),
            WithFobj = _strings.Site(_profile.Sites.MobjWithFobjAlloc),
            RegShm = _strings.Site(_profile.Sites.MobjRegShmAlloc),
            MmOps = _strings.Intern("mobj_mm_ops"),
            WithFobjOps = _strings.Intern("mobj_with_fobj_ops"),
            RegShmOps = _strings.Intern("mobj_reg_shm_ops"),
        },
    };

    private TeeMmuEnvironment MmuEnvironment(StaticVariable<CoreStatics<TWord>> variables, UserTaLayout<TWord> layout) => new()
    {
        Memory = _memory,
        Heap = _heap,
        Mobjs = _mobjs,
        Profile = _profile,
        // The first of the static variables.
        AsidBitmap = _statics.Start,
        RemapStack = _memory.AddSegment("stack", _profile.Boot.StaticData + StaticArea.Bytes, TeeMmu.StackSize).Start,
        VmMapSite = _strings.Site(_profile.Sites.VmMap),
        SplitSite = _strings.Site(_profile.Sites.SplitVmRegion),
        AddRwMemSite = _strings.Site(_profile.Sites.AddRwMem),
        IsCurrent = context => variables.Value.TsdCtx.Value == context - layout.UserModeCtx + layout.Ctx,
        Events = _events,
        Log = _log,
    };
}
