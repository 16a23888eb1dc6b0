using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    public override ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr)
    {
        if (!Align.Is(pa | size, Pages.SmallPageSize)) return Refuse("Expect 0x1000 alignment");
        if (battr is not (BufferAttribute.TeeRam or BufferAttribute.TaRam or BufferAttribute.NsecShm or BufferAttribute.SdpMem))
            return Refuse("can't allocate with specified attribute");
        ulong va = map.PhysToVirt(pa, battr);
        if (va == 0 && battr != BufferAttribute.SdpMem) return 0;
        ulong mobj = heap.Calloc(1, SizeOf<MobjPhys<TWord, TPaddr>>(), sites.Phys);
        if (mobj == 0) return 0;
        ref MobjPhys<TWord, TPaddr> phys = ref memory.Write<MobjPhys<TWord, TPaddr>>(mobj);
        phys.Mobj.Ops = TWord.From(sites.PhysOps);
        phys.Mobj.Size = TWord.From(size);
        phys.Mobj.Refc = 1;
        phys.Battr = (uint)battr;
        phys.Cattr = cattr;
        phys.Va = TWord.From(va);
        phys.Pa = TPaddr.From(pa);
        return mobj;
    }

    public override ulong MobjShmAlloc(ulong pa, ulong size, ulong cookie)
    {
        if (!map.Contains(pa, size, BufferAttribute.NsecShm)) return 0;
        ulong mobj = heap.Calloc(1, SizeOf<MobjShm<TWord, TPaddr>>(), sites.Shm);
        if (mobj == 0) return 0;
        ref MobjShm<TWord, TPaddr> shm = ref memory.Write<MobjShm<TWord, TPaddr>>(mobj);
        shm.Mobj.Ops = TWord.From(sites.ShmOps);
        shm.Mobj.Size = TWord.From(size);
        shm.Mobj.Refc = 1;
        shm.Pa = TPaddr.From(pa);
        shm.Cookie = cookie;
        return mobj;
    }

    private ulong Refuse(string why)
    {
        if (log.IsOn(TraceLevel.Debug)) log.Write(TraceLevel.Debug, null, why);
        return 0;
    }
}
