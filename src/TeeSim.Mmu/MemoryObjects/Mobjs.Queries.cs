using TeeSim.Core;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    public override TeeResult GetCattr(ulong mobj, out uint cattr)
    {
        cattr = 0;
        ulong offset = 0;
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return TeeResult.GENERIC;
        if (KindOf(mobj) is MobjKind.WithFobj or MobjKind.RegShm)
        {
            cattr = Cached;
            return TeeResult.SUCCESS;
        }

        if (!IsPhys(mobj)) return TeeResult.GENERIC;
        cattr = Phys(mobj).Cattr;
        return TeeResult.SUCCESS;
    }

    public override bool IsSecure(ulong mobj) => Matches(mobj, BufferAttribute.Sec);

    public override TeeResult GetPa(ulong mobj, ulong offset, ulong granule, out ulong pa)
    {
        pa = 0;
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return TeeResult.GENERIC;
        if (KindOf(mobj) == MobjKind.RegShm) return GetRegShmPa(mobj, offset, granule, out pa);
        if (granule is not (0 or Pages.SmallPageSize) && granule != sites.PgdirSize) return TeeResult.GENERIC;
        ulong start;
        if (IsPhys(mobj))
        {
            start = Phys(mobj).Pa.Value;
        }
        else if (KindOf(mobj) == MobjKind.WithFobj)
        {
            start = env.Fobjs.GetPa(memory.Read<MobjWithFobj<TWord>>(mobj - WithFobjOffset).Fobj.Value, 0);
        }
        else
        {
            if (offset >= Size(mobj)) return TeeResult.GENERIC;
            start = memory.Read<MobjShm<TWord, TPaddr>>(mobj).Pa.Value;
        }

        pa = (start + offset) & TPaddr.Mask;
        if (granule != 0) pa = Align.Down(pa, granule);
        return TeeResult.SUCCESS;
    }
}
