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
    SimulatedMemory memory, Heap heap, MmuOptions options, MobjSites sites, CoreMap map, TraceLog log) : Mobjs
    where TWord : unmanaged, IWord<TWord>
    where TPaddr : unmanaged, IWord<TPaddr>
{
    private static readonly SourceSite GetSite = new("core/include/mm/mobj.h", 0, "mobj_get");
    private static readonly SourceSite PutSite = new("core/include/mm/mobj.h", 0, "mobj_put");

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
        if (--header.Refc == 0) heap.Free(mobj);
    }

    public override uint Refc(ulong mobj) => Header(mobj).Refc;

    public override ulong Size(ulong mobj) => Header(mobj).Size.Value;

    public override ulong PhysGranule(ulong mobj) => Header(mobj).PhysGranule.Value;

    private ref readonly Mobj<TWord> Header(ulong mobj) => ref memory.Read<Mobj<TWord>>(mobj);

    private ref readonly MobjPhys<TWord, TPaddr> Phys(ulong mobj) => ref memory.Read<MobjPhys<TWord, TPaddr>>(mobj);

    /// <summary>Which kind an object is. The C code would call through any other value: a jump into nowhere.</summary>
    private bool IsPhys(ulong mobj)
    {
        ulong ops = Header(mobj).Ops.Value;
        if (ops == sites.PhysOps) return true;
        if (ops == sites.ShmOps) return false;
        throw new CorePanicException(CorePanicKind.DataAbort, "call through a damaged ops pointer", GetSite with { Function = "mobj" }, ops);
    }

    private static uint SizeOf<T>() where T : unmanaged => (uint)Unsafe.SizeOf<T>();
}
