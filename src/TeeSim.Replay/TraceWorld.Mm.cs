using System.Globalization;
using TeeSim.Core;
using TeeSim.Core.Profiles;
using TeeSim.Mmu.PagePools;

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private const int TeeMmFile = 3;

    // Entries by the numbers that the trace gives them; these slots are not those of the heap.
    private readonly Dictionary<int, ulong> _entries = [];
    private TeeMm _mm = null!;

    private void BuildMm(int headerLine)
    {
        // When the pools changed between these two is not known.
        if (_header.Heap.Name is not ("3.10" or "4.10"))
            throw Bad(headerLine, $"the page pools of OP-TEE {_header.Heap.Name} are not modelled; expected 3.10 or 4.10");
        foreach (ulong pool in _header.MmPools.Values) Declare("page pool", pool, (ulong)TeeMm.PoolSize(Profile), headerLine);
        ulong file = _header.FileAddress(TeeMmFile);
        // The calls of 4.10 span several lines; this is the first of each.
        TeeMmSites sites = Profile.PagePools == PagePoolOptions.Optee410
            ? new TeeMmSites(new CallSite(file, 37), new CallSite(file, 137), new CallSite(file, 249))
            : new TeeMmSites(new CallSite(file, 27), new CallSite(file, 19), new CallSite(file, 19));
        _mm = TeeMm.Create(_memory, Heap, Profile, sites, _events);
    }

    private bool ExecuteMm(ReadOnlySpan<char> operation, ref TraceTokens tokens, List<string> details, out string? result)
    {
        result = null;
        switch (operation)
        {
            case "mminit":
                result = InitMm(ref tokens);
                return true;
            case "mmalloc" or "mmallocf":
                result = AllocMm(operation is "mmallocf", ref tokens);
                return true;
            case "mmalloc2":
                result = Alloc2Mm(ref tokens);
                return true;
            case "mmfree":
                _entries.Remove(EntrySlot(ref tokens), out ulong entry);
                _mm.Free(entry);
                return true;
            case "mmfinal":
                _mm.Final(MmPool(ref tokens));
                return true;
            case "mmfind":
                ulong found = _mm.Find(MmPool(ref tokens), Paddr(ref tokens));
                result = found == 0 ? "null" : $"0x{found:x}";
                return true;
            case "mmwithin":
                result = _mm.AddrIsWithinRange(MmPool(ref tokens), Paddr(ref tokens)) ? "1" : "0";
                return true;
            case "mmempty":
                result = _mm.IsEmpty(MmPool(ref tokens)) ? "1" : "0";
                return true;
            case "mmlist":
                foreach (PagePoolEntry e in _mm.Entries(MmPool(ref tokens)))
                    details.Add(string.Create(CultureInfo.InvariantCulture, $"= 0x{e.Address:x} {e.Offset} {e.Size}"));
                result = $"{details.Count}";
                return true;
            case "mmstats":
                PagePoolStats s = _mm.GetPoolStats(MmPool(ref tokens), tokens.Number("0 or 1", 1) == 1);
                result =
                    string.Create(CultureInfo.InvariantCulture, $"size={s.Size} max_allocated={s.MaxAllocated} allocated={s.Allocated}");
                return true;
            default:
                return false;
        }
    }

    private string InitMm(ref TraceTokens tokens)
    {
        ulong pool = MmPool(ref tokens);
        ulong lo = Paddr(ref tokens);
        // The end, or in 4.10 the size.
        ulong bound = Paddr(ref tokens);
        int shift = tokens.Number("a shift", 31);
        uint bits = (uint)tokens.Number("a bit mask", uint.MaxValue);
        PagePoolOptions options = Profile.PagePools;
        TeeMmFlags flags = (bits & options.HiAllocFlag) != 0 ? TeeMmFlags.HiAlloc : TeeMmFlags.None;
        if (!_mm.Init(pool, lo, options.KeepsSize ? bound : bound - lo, shift, flags)) return "false";
        PagePoolEntry head = _mm.Entries(pool).First();
        return string.Create(CultureInfo.InvariantCulture, $"true 0x{head.Address:x} {head.Offset}");
    }

    private string AllocMm(bool withFlags, ref TraceTokens tokens)
    {
        ulong pool = MmPool(ref tokens);
        int slot = EntrySlot(ref tokens);
        ulong size = Word(ref tokens);
        uint flags = withFlags ? (uint)tokens.Number("a bit mask", uint.MaxValue) : 0;
        return Keep(slot, _mm.Alloc(pool, size, (TeeMmAllocFlags)flags));
    }

    private string Alloc2Mm(ref TraceTokens tokens)
    {
        ulong pool = MmPool(ref tokens);
        int slot = EntrySlot(ref tokens);
        return Keep(slot, _mm.Alloc2(pool, Paddr(ref tokens), Word(ref tokens)));
    }

    private string Keep(int slot, ulong entry)
    {
        _entries[slot] = entry;
        if (entry == 0) return "null";
        PagePoolEntry e = _mm.Describe(entry);
        return string.Create(CultureInfo.InvariantCulture, $"0x{entry:x} {e.Offset} {e.Size} 0x{e.Smem:x}");
    }

    private static int EntrySlot(ref TraceTokens tokens) => HeapOperation.ParseSlot(ref tokens);

    private ulong Paddr(ref TraceTokens tokens) =>
        tokens.Number("a physical address or size", Profile.PhysicalAddressBits == 64 ? ulong.MaxValue : uint.MaxValue);

    private ulong MmPool(ref TraceTokens tokens)
    {
        int number = tokens.Number("a pool number", TraceHeader.MostPools);
        return _header.MmPools.TryGetValue(number, out ulong address)
            ? address
            : throw tokens.BadLast($"found pool {number}, which no '@mmpool' line declares");
    }
}
