using System.Globalization;
using TeeSim.TestSupport;

namespace TeeSim.Benchmarks;

/// <summary>The C code's own figures: the table in <c>tests/traces/bench/BASELINE.md</c>.</summary>
internal static class NativeBaseline
{
    private const int FirstBenchCell = 2;

    /// <summary>The variant's name in the recorded tables.</summary>
    public static string Variant(bool mdbg, Fit fit) => $"310-ilp32 {(mdbg ? "mdbg" : "plain")} {(fit == Fit.Best ? "best" : "first")}";

    /// <summary>Median nanoseconds of one operation, statistics on.</summary>
    /// <param name="variant">See <see cref="Variant"/>.</param>
    /// <param name="bench">0 to 3.</param>
    public static double Nanoseconds(string variant, int bench)
    {
        string[] cells = File.ReadLines(Repository.Trace("bench", "BASELINE.md"))
            .Where(line => line.StartsWith($"| {variant} |", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Single(row => row[1] == "yes");
        string median = cells[FirstBenchCell + bench].Split(' ')[0];
        return double.Parse(median, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
