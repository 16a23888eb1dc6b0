using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    public override TeeResult IncMap(ulong mobj)
    {
        if (mobj == 0) return TeeResult.GENERIC;
        if (KindOf(mobj) != MobjKind.RegShm) return TeeResult.SUCCESS;
        if (RegShm(mobj).Mapcount == 0)
        {
            ulong size = Align.Up(Size(mobj) + RegShm(mobj).PageOffset.Value, Pages.SmallPageSize);
            ulong entry = env.PagePools.Alloc(env.ShmPool, size);
            if (entry == 0) return TeeResult.OUT_OF_MEMORY;
            // Whatever entry stands here is forgotten: until 3.12 the one of the mapping that the last dec_map kept.
            ChangeRegShm(mobj).Mm = TWord.From(entry);
        }

        ChangeRegShm(mobj).Mapcount++;
        return TeeResult.SUCCESS;
    }

    public override TeeResult DecMap(ulong mobj)
    {
        if (mobj == 0) return TeeResult.GENERIC;
        if (KindOf(mobj) != MobjKind.RegShm) return TeeResult.SUCCESS;
        if (RegShm(mobj).Mapcount == 0)
        {
            throw new CorePanicException(
                CorePanicKind.Assertion, "mapcount > 0", RegShmSite with { Function = "mobj_reg_shm_dec_map" }, mobj);
        }
        if (--ChangeRegShm(mobj).Mapcount == 0 && options.LastDecMapUnmaps) Unmap(mobj);
        return TeeResult.SUCCESS;
    }

    private void Unmap(ulong mobj)
    {
        env.PagePools.Free(RegShm(mobj).Mm.Value);
        ChangeRegShm(mobj).Mm = default;
    }

    private ulong GetRegShmVa(ulong mobj, ulong offset)
    {
        ulong entry = RegShm(mobj).Mm.Value;
        return entry == 0 ? 0 : (env.PagePools.GetSmem(entry) + RegShm(mobj).PageOffset.Value + offset) & TWord.Mask;
    }
}
