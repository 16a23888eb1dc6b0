using TeeSim.Core.Words;

namespace TeeSim.Mmu.PagePools;

internal sealed partial class TeeMm<TWord, TPaddr>
{
    public override IReadOnlyList<string> Validate(ulong pool)
    {
        if (!IsInitialised(pool)) return [];
        var violations = new List<string>();
        ref readonly TeeMmPool<TWord, TPaddr> p = ref Pool(pool);
        if (p.Shift > 31) return [$"pool 0x{pool:x}: units of 2^{p.Shift} bytes are none"];
        ulong unit = 1UL << p.Shift;
        if (!Align.Is(p.Lo.Value | p.HiOrSize.Value, unit))
            violations.Add($"pool 0x{pool:x}: its start or end is no multiple of 0x{unit:x}");
        if (Bytes(pool) >> p.Shift >= uint.MaxValue)
            return [.. violations, $"pool 0x{pool:x}: its end lies below its start 0x{p.Lo.Value:x}"];
        uint units = (uint)(Bytes(pool) >> p.Shift);
        ValidateEntries(pool, units, violations);
        return violations;
    }

    private void ValidateEntries(ulong pool, uint units, List<string> violations)
    {
        bool hi = IsHiAlloc(pool);
        ulong left = heap.Stats.Size / EntrySize;
        ulong head = Pool(pool).Entry.Value;
        // The border that the next entry must keep to: upwards from 0, or downwards from the pool's end.
        ulong border = hi ? units : 0;
        for (ulong address = head; address != 0; address = Next(address))
        {
            if (left-- == 0)
            {
                violations.Add($"pool 0x{pool:x}: its list of entries runs in a circle");
                return;
            }

            if (!memory.IsMapped(address, EntrySize))
            {
                violations.Add($"entry 0x{address:x} is not in memory");
                return;
            }

            TeeMmEntry<TWord> entry = Entry(address);
            ulong end = (ulong)entry.Offset + entry.Size;
            string name = $"entry 0x{address:x} of units {entry.Offset} to {end}";
            if (entry.Pool.Value != pool) violations.Add($"{name}: its pool is 0x{entry.Pool.Value:x} instead of 0x{pool:x}");
            if (address == head && (entry.Size != 0 || entry.Offset != border && units != 0))
                violations.Add($"{name}: a head lies at {border} and has no size");
            if (address == head) continue;
            if (end > units) violations.Add($"{name}: ends behind the pool's {units} units");
            if (hi ? end > border : entry.Offset < border)
                violations.Add($"{name}: lies on the wrong side of unit {border}, where the one before ends");
            border = hi ? entry.Offset : end;
        }
    }
}
