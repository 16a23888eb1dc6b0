using TeeSim.Core;
using TeeSim.Core.Panics;

namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    public override void Free(ulong entry)
    {
        if (entry == 0) return;
        ulong pool = Entry(entry).Pool.Value;
        if (pool == 0) return;
        Walk walk = Entrywise();
        ulong before = Pool(pool).Entry.Value;
        while (walk.Next(before) is var next && next != entry)
        {
            if (next == 0)
                throw new CorePanicException(CorePanicKind.Panic, "invalid mm_entry", new SourceSite(TeeMmFile, 0, "tee_mm_free"), entry);
            before = next;
        }

        memory.Write<TeeMmEntry<TWord>>(before).Next = Entry(entry).Next;
        heap.Free(entry);
    }

    public override void Final(ulong pool)
    {
        if (!IsInitialised(pool)) return;
        ulong head = Pool(pool).Entry.Value;
        while (Next(head) is var first and not 0)
        {
            Free(first);
            if (Next(head) == first) Hang("an entry of another pool is never unlinked", first);
        }

        heap.Free(head);
        memory.Write<TeeMmPool<TWord, TPaddr>>(pool).Entry = default;
    }
}
