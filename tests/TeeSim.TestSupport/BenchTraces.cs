namespace TeeSim.TestSupport;

/// <summary>The traces of <c>tests/traces/bench</c> and what was recorded of them.</summary>
public static class BenchTraces
{
    /// <summary>The file of <c>bench0</c> to <c>bench3</c>.</summary>
    public static string File(string bench) => Repository.Traces("bench", bench + "-*.trace.gz").Single();

    /// <summary>
    /// The heap's state in the C code at <c>mark</c> or <c>end</c>; variants as the first column of BASELINE.md has
    /// them: <c>310-ilp32 plain first</c>.
    /// </summary>
    public static string RecordedState(string variant, string bench, string point)
    {
        string row = $"{variant} {bench} {point} ";
        return System.IO.File.ReadLines(Repository.Trace("bench", "final-state.txt"))
            .Single(line => line.StartsWith(row, StringComparison.Ordinal))[row.Length..]
            .TrimStart();
    }
}
