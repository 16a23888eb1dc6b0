using TeeSim.Core.Panics;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    private const int MostParents = 64;

    private static ulong MmOffset => SizeOf<MobjMm<TWord>>() - SizeOf<Mobj<TWord>>();

    public override ulong MobjMmAlloc(ulong parent, ulong size, ulong pool)
    {
        ulong container = heap.Calloc(1, SizeOf<MobjMm<TWord>>(), sites.Mm);
        if (container == 0) return 0;
        ulong entry = env.PagePools.Alloc(pool, size);
        if (entry == 0)
        {
            heap.Free(container);
            return 0;
        }

        ref MobjMm<TWord> mm = ref memory.Write<MobjMm<TWord>>(container);
        mm.Mm = TWord.From(entry);
        mm.ParentMobj = TWord.From(parent);
        mm.Mobj.Ops = TWord.From(sites.MmOps);
        mm.Mobj.Size = TWord.From(size);
        mm.Mobj.Refc = 1;
        return container + MmOffset;
    }

    private void FreeMm(ulong container)
    {
        env.PagePools.Free(memory.Read<MobjMm<TWord>>(container).Mm.Value);
        heap.Free(container);
    }

    /// <summary>All queries of a part of another object go to that one, with the part's place added to the offset.</summary>
    private void ResolveParent(ref ulong mobj, ref ulong offset)
    {
        for (int left = MostParents; mobj != 0 && KindOf(mobj) == MobjKind.Mm; left--)
        {
            if (left == 0)
            {
                throw new CorePanicException(
                    CorePanicKind.Hang, "the parents of a memory object run in a circle", GetSite with { Function = "mobj_mm" }, mobj);
            }
            ref readonly MobjMm<TWord> mm = ref memory.Read<MobjMm<TWord>>(mobj - MmOffset);
            offset = (offset + env.PagePools.GetOffset(mm.Mm.Value)) & TWord.Mask;
            mobj = memory.Read<MobjMm<TWord>>(mobj - MmOffset).ParentMobj.Value;
        }
    }
}
