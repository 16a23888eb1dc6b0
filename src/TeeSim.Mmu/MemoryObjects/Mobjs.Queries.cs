using TeeSim.Core;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    private const uint Cached = 1;

    public override TeeResult GetCattr(ulong mobj, out uint cattr)
    {
        cattr = 0;
        ulong offset = 0;
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return TeeResult.GENERIC;
        MobjKind kind = KindOf(mobj);
        if (kind == MobjKind.Shm && !options.ShmIsMappable) return TeeResult.GENERIC;
        cattr = kind == MobjKind.Phys ? Phys(mobj).Cattr : Cached;
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
            start = ShmPa(mobj);
        }

        pa = (start + offset) & TPaddr.Mask;
        if (granule != 0) pa = Align.Down(pa, granule);
        return TeeResult.SUCCESS;
    }

    private ulong ShmPa(ulong mobj) => memory.Read<MobjShm<TWord, TPaddr>>(mobj).Pa.Value;
}
