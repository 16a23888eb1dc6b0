using System.Globalization;
using System.Text;
using TeeSim.Core;
using TeeSim.Core.Profiles;

namespace TeeSim.Kernel.Statistics;

/// <summary>What the normal world's test program prints of the statistics: <c>xtest --stats --alloc</c> (<c>optee_test</c>).</summary>
public static class XtestStats
{
    private const int NameColumn = 21;
    private const int ValueColumn = 39;

    /// <summary>Asks for all pools' statistics as <c>xtest</c> does: first for the size, then for the bytes.</summary>
    /// <param name="pta">The PTA.</param>
    /// <param name="text">The output, each line with its newline; null unless the result is a success.</param>
    /// <returns>The result of the call that failed; <c>GENERIC</c> when the first does not ask for a buffer.</returns>
    public static TeeResult Alloc(StatsPta pta, out string? text)
    {
        text = null;
        TeeResult result = pta.GetAllocStats(0, reset: false, [], out int size);
        if (result != TeeResult.SHORT_BUFFER) return result == TeeResult.SUCCESS ? TeeResult.GENERIC : result;
        // From calloc: slots that the PTA leaves alone have an empty name and zeros.
        byte[] buffer = new byte[size];
        result = pta.GetAllocStats(0, reset: false, buffer, out size);
        if (result == TeeResult.SUCCESS) text = Print(buffer.AsSpan(0, size), pta.Options);
        return result;
    }

    /// <summary>Prints a buffer of statistics.</summary>
    /// <param name="buffer">The bytes that the PTA gave.</param>
    /// <param name="options">Their layout.</param>
    /// <returns>A block of lines for each pool, blank lines between them; each line with its newline.</returns>
    public static string Print(ReadOnlySpan<byte> buffer, StatsOptions options)
    {
        var text = new StringBuilder();
        foreach (PoolStatistics pool in AllocStatsBuffer.Decode(buffer, options))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append("Pool:".PadRight(NameColumn)).Append(pool.Name).Append('\n');
            Append(text, "Bytes allocated:", pool.Allocated);
            if (options.FragmentationLine && Fragmentation(pool) is { } percent)
                text.Append("Fragmentation:\t\t\t       ").Append(CultureInfo.InvariantCulture, $"{percent} %\n");
            Append(text, "Max bytes allocated:", pool.MaxAllocated);
            Append(text, "Size of pool:", pool.Size);
            Append(text, "Number of failed allocations:", pool.NumAllocFail);
            Append(text, "Size of larges allocation failure:", pool.BiggestAllocFail);
            Append(text, "Total bytes allocated at that failure:", pool.BiggestAllocFailUsed);
        }

        return text.ToString();
    }

    /// <summary>
    /// How far the free memory is from one single block, in percent: 100 (1 - free2_sum / free^2), cut to a whole number. Null where there
    /// is no <c>free2_sum</c>, or nothing free.
    /// </summary>
    /// <param name="pool">The pool.</param>
    public static uint? Fragmentation(PoolStatistics pool)
    {
        if (pool.Free2Sum == 0 || pool.Size == pool.Allocated) return null;
        UInt128 free = unchecked(pool.Size - pool.Allocated);
        UInt128 square = free * free;
        // More than the square only in statistics that contradict themselves; C leaves open what they would give.
        return pool.Free2Sum >= square ? 0 : (uint)(100 * (square - pool.Free2Sum) / square);
    }

    // The counters are unsigned; the program prints them as signed numbers.
    private static void Append(StringBuilder text, string label, uint value) =>
        text.Append(label.PadRight(ValueColumn)).Append(CultureInfo.InvariantCulture, $"{unchecked((int)value)}\n");
}
