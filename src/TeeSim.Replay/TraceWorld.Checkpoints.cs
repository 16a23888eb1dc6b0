using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TeeSim.Bget;
using TeeSim.Core;

namespace TeeSim.Replay;

internal sealed partial class TraceWorld
{
    private const int MostListed = 64;

    /// <summary>CRC-32 of all declared pools as they lie in memory, one after the other.</summary>
    public uint Crc
    {
        get
        {
            var crc = new Crc32();
            foreach (AddressRange pool in _declaredPools) crc.Append(_memory.ReadBytes(pool.Start, pool.Size));
            return crc.GetCurrentHashAsUInt32();
        }
    }

    private string Checkpoint(ReadOnlySpan<char> operation, List<string> details) => operation switch
    {
        "stats" => PrintStats(),
        "freelist" => PrintFreeList(),
        "crc" => PrintCrc(),
        _ => PrintCheck(details),
    };

    private string PrintStats()
    {
        MallocStats s = Heap.Stats;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"allocated={s.Allocated} max_allocated={s.MaxAllocated} size={s.Size} num_alloc_fail={s.NumAllocFail} "
            + $"biggest_alloc_fail={s.BiggestAllocFail} biggest_alloc_fail_used={s.BiggestAllocFailUsed}");
        return s.Free2Sum is { } sum ? string.Create(CultureInfo.InvariantCulture, $"{text} free2_sum={sum}") : text;
    }

    private string PrintFreeList()
    {
        var text = new StringBuilder();
        int count = 0;
        foreach (FreeBlock block in Heap.FreeList)
        {
            if (count++ >= MostListed) continue;
            if (text.Length > 0) text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"0x{block.Address:x}:{block.Size}");
        }

        if (count > MostListed) text.Append(CultureInfo.InvariantCulture, $" ...+{count - MostListed}");
        return count == 0 ? "-" : text.ToString();
    }

    private string PrintCrc() => $"0x{Crc:x8}";

    private string PrintCheck(List<string> details)
    {
        IReadOnlyList<MdbgEntry> entries = Heap.MdbgCheck();
        foreach (MdbgEntry e in entries)
            details.Add(string.Create(CultureInfo.InvariantCulture, $"= 0x{e.Payload:x} {e.Size} {_header.FileId(e.File)} {e.Line}"));
        return entries.Count.ToString(CultureInfo.InvariantCulture);
    }
}
