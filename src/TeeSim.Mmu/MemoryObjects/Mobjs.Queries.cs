using TeeSim.Core;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    private const uint Cached = 1;

    public override TeeResult GetCattr(ulong mobj, out uint cattr)
    {
        cattr = 0;
        if (mobj == 0) return TeeResult.GENERIC;
        bool isPhys = IsPhys(mobj);
        if (!isPhys && !options.ShmIsMappable) return TeeResult.GENERIC;
        cattr = isPhys ? Phys(mobj).Cattr : Cached;
        return TeeResult.SUCCESS;
    }

    public override bool IsSecure(ulong mobj) =>
        mobj != 0 && IsPhys(mobj)
        && options.KindOf(Phys(mobj).Battr) is BufferAttribute.TeeRam or BufferAttribute.TaRam or BufferAttribute.SdpMem or BufferAttribute.Sec;

    public override TeeResult GetPa(ulong mobj, ulong offset, ulong granule, out ulong pa)
    {
        pa = 0;
        if (mobj == 0) return TeeResult.GENERIC;
        if (granule is not (0 or Pages.SmallPageSize) && granule != sites.PgdirSize) return TeeResult.GENERIC;
        ulong start;
        if (IsPhys(mobj))
        {
            start = Phys(mobj).Pa.Value;
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

    public override ulong GetPhysOffs(ulong mobj, ulong granule) => mobj == 0 || IsPhys(mobj) ? 0 : ShmPa(mobj) & (granule - 1);

    private ulong ShmPa(ulong mobj) => memory.Read<MobjShm<TWord, TPaddr>>(mobj).Pa.Value;
}
