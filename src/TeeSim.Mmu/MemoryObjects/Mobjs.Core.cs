using System.Runtime.CompilerServices;
using TeeSim.Bget;
using TeeSim.Core;
using TeeSim.Core.Logging;
using TeeSim.Core.Memory;
using TeeSim.Core.Panics;
using TeeSim.Core.Profiles;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>The memory objects of a target with words of one size and physical addresses of one size.</summary>
internal sealed partial class Mobjs<TWord, TPaddr>(
    SimulatedMemory memory, Heap heap, MmuOptions options, MobjSites sites, CoreMap map, TraceLog log, MobjEnvironment env) : Mobjs
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    private static readonly SourceSite GetSite = new("core/include/mm/mobj.h", 0, "mobj_get");
    private static readonly SourceSite PutSite = new("core/include/mm/mobj.h", 0, "mobj_put");

    public Mobjs(MobjEnvironment env) : this(env.Memory, env.Heap, env.Profile.Mmu, env.Sites, env.Map, env.Log, env)
    {
    }

    public override ulong MobjGet(ulong mobj)
    {
        if (mobj == 0) return 0;
        ref Mobj<TWord> header = ref memory.Write<Mobj<TWord>>(mobj);
        if (header.Refc == 0) throw new CorePanicException(CorePanicKind.Panic, "object without references", GetSite, mobj);
        header.Refc++;
        return mobj;
    }

    public override void MobjPut(ulong mobj)
    {
        if (mobj == 0) return;
        ref Mobj<TWord> header = ref memory.Write<Mobj<TWord>>(mobj);
        if (header.Refc == 0) throw new CorePanicException(CorePanicKind.Assertion, "refc > 0", PutSite, mobj);
        if (--header.Refc == 0) FreeMobj(mobj);
    }

    public override uint Refc(ulong mobj) => Header(mobj).Refc;

    public override ulong Size(ulong mobj) => Header(mobj).Size.Value;

    public override ulong PhysGranule(ulong mobj) => Header(mobj).PhysGranule.Value;

    private ref readonly Mobj<TWord> Header(ulong mobj) => ref memory.Read<Mobj<TWord>>(mobj);

    private ref readonly MobjPhys<TWord, TPaddr> Phys(ulong mobj) => ref memory.Read<MobjPhys<TWord, TPaddr>>(mobj);

    /// <summary>Which kind an object is. The C code would call through any other value: a jump into nowhere.</summary>
    private MobjKind KindOf(ulong mobj)
    {
        ulong ops = Header(mobj).Ops.Value;
        if (ops == sites.PhysOps) return MobjKind.Phys;
        if (ops == sites.ShmOps) return MobjKind.Shm;
        if (ops == sites.WithFobjOps && ops != 0) return MobjKind.WithFobj;
        if (ops == sites.MmOps && ops != 0) return MobjKind.Mm;
        if (ops == sites.RegShmOps && ops != 0) return MobjKind.RegShm;
        throw new CorePanicException(
            CorePanicKind.DataAbort, "call through a damaged ops pointer", GetSite with { Function = "mobj" }, ops);
    }

    private bool IsPhys(ulong mobj) => KindOf(mobj) == MobjKind.Phys;

    private static uint SizeOf<T>() where T : unmanaged => (uint)Unsafe.SizeOf<T>();
}

/// <summary>The kinds of objects, each with a table of functions of its own.</summary>
internal enum MobjKind
{
    Phys,
    Shm,
    Mm,
    WithFobj,
    RegShm,
}
