namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    public override ulong Find(ulong pool, ulong address)
    {
        if (!AddrIsWithinRange(pool, address)) return 0;
        ushort unit = (ushort)((address - Pool(pool).Lo.Value) >> Pool(pool).Shift);
        Walk walk = Entrywise();
        for (ulong entry = Pool(pool).Entry.Value; entry != 0; entry = walk.Next(entry))
        {
            if (unit >= Entry(entry).Offset && unit < Entry(entry).End) return entry;
        }

        return 0;
    }

    public override bool AddrIsWithinRange(ulong pool, ulong address)
    {
        ref readonly TeeMmPool<TWord, TPaddr> p = ref Pool(pool);
        ulong behind = p.Lo.Value + Bytes(pool);
        ulong last = (options.EndIsInside ? behind : behind - 1) & TPaddr.Mask;
        return address >= p.Lo.Value && address <= last;
    }

    public override bool IsEmpty(ulong pool) => !IsInitialised(pool) || Next(Pool(pool).Entry.Value) == 0;

    public override ulong GetSmem(ulong entry) => (Pool(Entry(entry).Pool.Value).Lo.Value + GetOffset(entry)) & TWord.Mask;

    public override ulong GetOffset(ulong entry) => ToBytes(Entry(entry).Pool.Value, Entry(entry).Offset);

    public override ulong GetBytes(ulong entry) => ToBytes(Entry(entry).Pool.Value, Entry(entry).Size);

    public override PagePoolStats GetPoolStats(ulong pool, bool reset)
    {
        var stats = new PagePoolStats((uint)Bytes(pool), (uint)Pool(pool).MaxAllocated.Value, (uint)AllocatedBytes(pool));
        if (reset) memory.Write<TeeMmPool<TWord, TPaddr>>(pool).MaxAllocated = default;
        return stats;
    }

    public override IEnumerable<PagePoolEntry> Entries(ulong pool)
    {
        if (pool == 0) yield break;
        Walk walk = Entrywise();
        for (ulong entry = Pool(pool).Entry.Value; entry != 0; entry = walk.Next(entry)) yield return Describe(entry);
    }

    public override PagePoolEntry Describe(ulong entry) =>
        new(entry, Entry(entry).Offset, Entry(entry).Size, GetSmem(entry), Pool(Entry(entry).Pool.Value).Entry.Value == entry);

    public override ulong LargestGap(ulong pool)
    {
        if (!IsInitialised(pool)) return 0;
        bool hi = IsHiAlloc(pool);
        ulong largest = 0;
        Walk walk = Entrywise();
        ulong entry = Pool(pool).Entry.Value;
        while (walk.Next(entry) is var next and not 0)
        {
            ulong bytes = (ulong)Gap(entry, next, hi) << Pool(pool).Shift;
            largest = Math.Max(largest, Math.Min(bytes, TWord.Mask));
            entry = next;
        }

        if (!hi && HasNoRoomAtAll(pool)) return largest;
        return Math.Max(largest, RoomBehind(pool, entry, hi));
    }

    public override ulong FreeBytes(ulong pool) => IsInitialised(pool) ? Bytes(pool) - AllocatedBytes(pool) : 0;
}
