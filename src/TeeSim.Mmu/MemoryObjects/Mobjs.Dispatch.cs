namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    public override ulong GetVa(ulong mobj, ulong offset)
    {
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return 0;
        switch (KindOf(mobj))
        {
            case MobjKind.Phys:
                ulong va = Phys(mobj).Va.Value;
                return va == 0 || offset >= Size(mobj) ? 0 : (va + offset) & TWord.Mask;
            case MobjKind.Shm:
                return offset >= Size(mobj) ? 0 : map.PhysToVirt((ShmPa(mobj) + offset) & TPaddr.Mask, BufferAttribute.NsecShm);
            case MobjKind.RegShm:
                return GetRegShmVa(mobj, offset);
            default:
                return 0;
        }
    }

    public override ulong GetPhysOffs(ulong mobj, ulong granule)
    {
        ulong offset = 0;
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return 0;
        return KindOf(mobj) switch
        {
            MobjKind.Shm => ShmPa(mobj) & (granule - 1) & TWord.Mask,
            MobjKind.RegShm => RegShm(mobj).PageOffset.Value & TWord.Mask,
            _ => 0,
        };
    }

    public override bool Matches(ulong mobj, BufferAttribute attribute)
    {
        ulong offset = 0;
        ResolveParent(ref mobj, ref offset);
        if (mobj == 0) return false;
        return KindOf(mobj) switch
        {
            MobjKind.Phys => PhysMatches(options.KindOf(Phys(mobj).Battr), attribute),
            MobjKind.Shm => attribute is BufferAttribute.NsecShm or BufferAttribute.NonSec,
            MobjKind.RegShm => attribute is BufferAttribute.RegShm or BufferAttribute.NonSec,
            _ => attribute == BufferAttribute.Sec,
        };
    }

    public override ulong GetCookie(ulong mobj) => mobj == 0 ? 0 : KindOf(mobj) switch
    {
        MobjKind.Shm => memory.Read<MobjShm<TWord, TPaddr>>(mobj).Cookie,
        MobjKind.RegShm => RegShm(mobj).Cookie,
        _ => 0,
    };

    private static bool PhysMatches(BufferAttribute kind, BufferAttribute attribute) => attribute switch
    {
        BufferAttribute.Sec => kind is BufferAttribute.Sec or BufferAttribute.TeeRam or BufferAttribute.TaRam or BufferAttribute.SdpMem,
        BufferAttribute.NonSec => kind == BufferAttribute.NsecShm,
        BufferAttribute.TeeRam or BufferAttribute.TaRam or BufferAttribute.NsecShm or BufferAttribute.SdpMem => kind == attribute,
        _ => false,
    };

    /// <summary>What the last reference does (the kind's <c>free</c>).</summary>
    private void FreeMobj(ulong mobj)
    {
        switch (KindOf(mobj))
        {
            case MobjKind.Mm:
                FreeMm(mobj - MmOffset);
                return;
            case MobjKind.WithFobj:
                FreeWithFobj(mobj - WithFobjOffset);
                return;
            case MobjKind.RegShm:
                FreeRegShm(mobj);
                return;
            default:
                heap.Free(mobj);
                return;
        }
    }
}
