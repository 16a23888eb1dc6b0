using TeeSim.Core.Logging;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    public override ulong MobjPhysAlloc(ulong pa, ulong size, uint cattr, BufferAttribute battr)
    {
        if (options.PhysAllocFindsMapping && battr is not (BufferAttribute.NsecShm or BufferAttribute.SdpMem)) return RefuseAttribute();
        return MobjPhysInit(pa, size, cattr, battr);
    }

    public override ulong MobjPhysInit(ulong pa, ulong size, uint cattr, BufferAttribute battr)
    {
        if (!Align.Is(pa | size, Pages.SmallPageSize)) return Refuse("Expect 0x1000 alignment");
        if (battr is not (BufferAttribute.TeeRam or BufferAttribute.TaRam or BufferAttribute.NsecShm or BufferAttribute.SdpMem))
            return RefuseAttribute();
        if (battr == BufferAttribute.TaRam && !options.HasTaRam) return RefuseAttribute();
        if (!FindMapping(ref pa, size, battr, out ulong va)) return 0;
        ulong mobj = heap.Calloc(1, SizeOf<MobjPhys<TWord, TPaddr>>(), sites.Phys);
        if (mobj == 0) return 0;
        ref MobjPhys<TWord, TPaddr> phys = ref memory.Write<MobjPhys<TWord, TPaddr>>(mobj);
        phys.Mobj.Ops = TWord.From(sites.PhysOps);
        phys.Mobj.Size = TWord.From(size);
        phys.Mobj.Refc = 1;
        phys.Battr = options.NumberOf(battr);
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
        if (options.ShmIsMappable) shm.Mobj.PhysGranule = TWord.From(Pages.SmallPageSize);
        shm.Mobj.Refc = 1;
        shm.Pa = TPaddr.From(pa);
        shm.Cookie = cookie;
        return mobj;
    }

    private bool FindMapping(ref ulong pa, ulong size, BufferAttribute battr, out ulong va)
    {
        va = 0;
        if (!options.PhysAllocFindsMapping)
        {
            va = map.PhysToVirt(pa, battr);
        }
        else if (pa != 0)
        {
            va = map.PhysToVirt(pa, size, battr);
        }
        else
        {
            if (size == 0 || map.OnlyMapping(battr, size) is not { } only) return false;
            (pa, va) = only;
        }

        return va != 0 || battr == BufferAttribute.SdpMem;
    }

    private ulong RefuseAttribute() => Refuse("can't allocate with specified attribute");

    private ulong Refuse(string why)
    {
        if (log.IsOn(TraceLevel.Debug)) log.Write(TraceLevel.Debug, null, why);
        return 0;
    }
}
