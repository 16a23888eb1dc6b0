using TeeSim.Core;
using TeeSim.Core.Panics;
using TeeSim.Core.Words;

namespace TeeSim.Mmu.MemoryObjects;

internal sealed partial class Mobjs<TWord, TPaddr>
{
    private static readonly SourceSite RegShmSite = new("core/arch/arm/mm/mobj_dyn_shm.c", 0, "mobj_reg_shm");

    public override IEnumerable<ulong> RegisteredShm
    {
        get
        {
            ulong left = heap.Stats.Size / SizeOf<MobjRegShm<TWord, TPaddr>>();
            for (ulong mobj = memory.Read<TWord>(env.RegShmList).Value; mobj != 0; mobj = RegShm(mobj).Next.Value)
            {
                if (left-- == 0)
                {
                    throw new CorePanicException(
                        CorePanicKind.Hang, "the list of registered shared memory runs in a circle", RegShmSite, mobj);
                }
                yield return mobj;
            }
        }
    }

    public override ulong MobjRegShmAlloc(ReadOnlySpan<ulong> pages, ulong pageOffset, ulong cookie)
    {
        if (pages.IsEmpty || pageOffset >= Pages.SmallPageSize) return 0;
        ulong size = SizeOf<MobjRegShm<TWord, TPaddr>>() + (ulong)pages.Length * (ulong)TPaddr.Size;
        ulong mobj = heap.Calloc(1, size, sites.RegShm);
        if (mobj == 0) return 0;
        ref MobjRegShm<TWord, TPaddr> shm = ref memory.Write<MobjRegShm<TWord, TPaddr>>(mobj);
        shm.Mobj.Ops = TWord.From(sites.RegShmOps);
        shm.Mobj.Size = TWord.From((ulong)pages.Length * Pages.SmallPageSize - pageOffset);
        shm.Mobj.PhysGranule = TWord.From(Pages.SmallPageSize);
        shm.Mobj.Refc = 1;
        shm.Cookie = cookie;
        shm.Guarded = 1;
        shm.PageOffset = TPaddr.From(pageOffset);
        for (int i = 0; i < pages.Length; i++) memory.Write<TPaddr>(PageAt(mobj, (ulong)i)) = TPaddr.From(pages[i]);
        foreach (ulong page in pages)
        {
            if (Align.Is(page, Pages.SmallPageSize) && map.IsNonSecure(page, Pages.SmallPageSize)) continue;
            heap.Free(mobj);
            return 0;
        }

        shm.Next = memory.Read<TWord>(env.RegShmList);
        memory.Write<TWord>(env.RegShmList) = TWord.From(mobj);
        return mobj;
    }

    public override ulong MobjMappedShmAlloc(ReadOnlySpan<ulong> pages, ulong pageOffset, ulong cookie)
    {
        ulong mobj = MobjRegShmAlloc(pages, pageOffset, cookie);
        if (mobj == 0 || IncMap(mobj) == TeeResult.SUCCESS) return mobj;
        MobjPut(mobj);
        return 0;
    }

    public override void MobjRegShmUnguard(ulong mobj) => ChangeRegShm(mobj).Guarded = 0;

    public override ulong MobjRegShmGetByCookie(ulong cookie) => MobjGet(FindRegShm(cookie));

    public override TeeResult MobjRegShmReleaseByCookie(ulong cookie)
    {
        ulong mobj = FindRegShm(cookie);
        if (mobj == 0 || RegShm(mobj).Guarded != 0 || RegShm(mobj).Releasing != 0) return TeeResult.BAD_PARAMETERS;
        ChangeRegShm(mobj).Releasing = 1;
        MobjPut(mobj);
        return TeeResult.SUCCESS;
    }

    // The thread that waits in a release by cookie is not modelled; what it would do when it is woken is done at once.
    private void FreeRegShm(ulong mobj)
    {
        if (RegShm(mobj).Releasing != 0) ChangeRegShm(mobj).ReleaseFrees = 1;
        if (RegShm(mobj).Mm.Value != 0) Unmap(mobj);
        ulong previous = 0;
        foreach (ulong listed in RegisteredShm)
        {
            if (listed == mobj) break;
            previous = listed;
        }

        TWord next = RegShm(mobj).Next;
        if (previous == 0) memory.Write<TWord>(env.RegShmList) = next;
        else ChangeRegShm(previous).Next = next;
        heap.Free(mobj);
    }

    private ulong FindRegShm(ulong cookie)
    {
        foreach (ulong mobj in RegisteredShm)
        {
            if (RegShm(mobj).Cookie == cookie) return mobj;
        }

        return 0;
    }

    private TeeResult GetRegShmPa(ulong mobj, ulong offset, ulong granule, out ulong pa)
    {
        pa = 0;
        if (offset >= Size(mobj) || granule is not (0 or Pages.SmallPageSize)) return TeeResult.GENERIC;
        ulong full = offset + RegShm(mobj).PageOffset.Value;
        pa = memory.Read<TPaddr>(PageAt(mobj, full / Pages.SmallPageSize)).Value;
        if (granule == 0) pa = (pa + (full & (Pages.SmallPageSize - 1))) & TPaddr.Mask;
        return TeeResult.SUCCESS;
    }

    private static ulong PageAt(ulong mobj, ulong index) => mobj + SizeOf<MobjRegShm<TWord, TPaddr>>() + index * (ulong)TPaddr.Size;

    private ref readonly MobjRegShm<TWord, TPaddr> RegShm(ulong mobj) => ref memory.Read<MobjRegShm<TWord, TPaddr>>(mobj);

    private ref MobjRegShm<TWord, TPaddr> ChangeRegShm(ulong mobj) => ref memory.Write<MobjRegShm<TWord, TPaddr>>(mobj);
}
