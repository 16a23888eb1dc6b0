using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

/// <summary>The objects of pages of a target with words of one size.</summary>
internal sealed class Fobjs<TWord>(FobjEnvironment env) : Fobjs where TWord : unmanaged, IWord<TWord>
{
    private const string FobjHeader = "core/include/mm/fobj.h";

    private static ulong FobjOffset => (ulong)(Unsafe.SizeOf<FobjSecMem<TWord>>() - Unsafe.SizeOf<Fobj<TWord>>());

    public override ulong FobjSecMemAlloc(uint numPages)
    {
        ulong container = env.Heap.Calloc(1, (ulong)Unsafe.SizeOf<FobjSecMem<TWord>>(), env.Site);
        if (container == 0) return 0;
        ulong entry = AllocPages(numPages);
        if (entry == 0)
        {
            env.Heap.Free(container);
            return 0;
        }

        ref FobjSecMem<TWord> secMem = ref env.Memory.Write<FobjSecMem<TWord>>(container);
        secMem.Mm = TWord.From(entry);
        secMem.Fobj.Ops = TWord.From(env.Ops);
        secMem.Fobj.NumPages = numPages;
        secMem.Fobj.Refc = 1;
        return container + FobjOffset;
    }

    public override ulong FobjGet(ulong fobj)
    {
        if (fobj == 0) return 0;
        ref Fobj<TWord> header = ref env.Memory.Write<Fobj<TWord>>(fobj);
        if (header.Refc == 0)
            throw new CorePanicException(CorePanicKind.Panic, "object without references", new SourceSite(FobjHeader, 0, "fobj_get"), fobj);
        header.Refc++;
        return fobj;
    }

    public override void FobjPut(ulong fobj)
    {
        if (fobj == 0) return;
        ref Fobj<TWord> header = ref env.Memory.Write<Fobj<TWord>>(fobj);
        if (header.Refc == 0)
            throw new CorePanicException(CorePanicKind.Assertion, "refc > 0", new SourceSite(FobjHeader, 0, "fobj_put"), fobj);
        if (--header.Refc != 0) return;
        if (header.Ops.Value != env.Ops)
        {
            throw new CorePanicException(
                CorePanicKind.DataAbort, "call through a damaged ops pointer", new SourceSite(FobjHeader, 0, "fobj_put"), header.Ops.Value);
        }
        env.PagePools.Free(GetEntry(fobj));
        env.Heap.Free(fobj - FobjOffset);
    }

    public override uint Refc(ulong fobj) => env.Memory.Read<Fobj<TWord>>(fobj).Refc;

    public override uint NumPages(ulong fobj) => env.Memory.Read<Fobj<TWord>>(fobj).NumPages;

    public override ulong GetPa(ulong fobj, uint page) => (env.PagePools.GetSmem(GetEntry(fobj)) + page * Pages.SmallPageSize) & TWord.Mask;

    public override ulong GetEntry(ulong fobj) => env.Memory.Read<FobjSecMem<TWord>>(fobj - FobjOffset).Mm.Value;

    private ulong AllocPages(uint numPages)
    {
        ulong size = numPages * Pages.SmallPageSize;
        if (size > TWord.Mask) return 0;
        ulong entry = env.PagePools.Alloc(env.Pool, size);
        if (entry == 0 || env.Map.PhysToVirt(env.PagePools.GetSmem(entry), BufferAttribute.TaRam) != 0) return entry;
        env.PagePools.Free(entry);
        return 0;
    }
}
