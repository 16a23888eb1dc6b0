using System.Buffers.Binary;
using System.Text;
using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Statistics;

/// <summary>
/// The bytes that hold allocation statistics: for each pool a name of 32 bytes, zero-terminated, from 4.6 on <c>free2_sum</c> (64 bits),
/// then the six counters (32 bits each). Little-endian.
/// </summary>
public static class AllocStatsBuffer
{
    private const int NameBytes = 32;
    private const int Counters = 6;

    /// <summary>Bytes of one pool's slot: 56, from 4.6 on 64.</summary>
    public static int SlotBytes(StatsOptions options) => NameBytes + (options.Free2Sum ? sizeof(ulong) : 0) + (Counters * sizeof(uint));

    /// <summary>Writes one pool's statistics.</summary>
    /// <param name="statistics">The statistics; a name of more than 31 bytes is cut.</param>
    /// <param name="slot">Where to, <see cref="SlotBytes"/> bytes.</param>
    /// <param name="options">The release's layout.</param>
    public static void Encode(PoolStatistics statistics, Span<byte> slot, StatsOptions options)
    {
        Span<byte> name = slot[..NameBytes];
        name.Clear();
        byte[] text = Encoding.UTF8.GetBytes(statistics.Name);
        text.AsSpan(0, Math.Min(text.Length, NameBytes - 1)).CopyTo(name);
        if (options.Free2Sum) BinaryPrimitives.WriteUInt64LittleEndian(slot[NameBytes..], statistics.Free2Sum);
        Span<byte> counters = slot[(SlotBytes(options) - (Counters * sizeof(uint)))..];
        ReadOnlySpan<uint> values =
        [
            statistics.Allocated, statistics.MaxAllocated, statistics.Size, statistics.NumAllocFail, statistics.BiggestAllocFail,
            statistics.BiggestAllocFailUsed,
        ];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(counters[(i * sizeof(uint))..], values[i]);
    }

    /// <summary>Reads the statistics of all pools in a buffer.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="options">The release's layout.</param>
    /// <returns>One for each whole slot; a remainder is ignored.</returns>
    public static IReadOnlyList<PoolStatistics> Decode(ReadOnlySpan<byte> buffer, StatsOptions options)
    {
        int slotBytes = SlotBytes(options);
        var pools = new PoolStatistics[buffer.Length / slotBytes];
        for (int i = 0; i < pools.Length; i++) pools[i] = DecodeSlot(buffer.Slice(i * slotBytes, slotBytes), options);
        return pools;
    }

    private static PoolStatistics DecodeSlot(ReadOnlySpan<byte> slot, StatsOptions options)
    {
        ReadOnlySpan<byte> name = slot[..NameBytes];
        int end = name.IndexOf((byte)0);
        Span<uint> values = stackalloc uint[Counters];
        ReadOnlySpan<byte> counters = slot[^(Counters * sizeof(uint))..];
        for (int i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadUInt32LittleEndian(counters[(i * sizeof(uint))..]);
        return new PoolStatistics(
            Encoding.UTF8.GetString(end < 0 ? name : name[..end]),
            values[0],
            values[1],
            values[2],
            values[3],
            values[4],
            values[5],
            options.Free2Sum ? BinaryPrimitives.ReadUInt64LittleEndian(slot[NameBytes..]) : 0);
    }
}
