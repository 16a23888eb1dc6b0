using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace TeeSim.Benchmarks;

/// <summary>What the C code needs for the same calls, and how many times that our median is.</summary>
internal sealed class NativeColumn : IColumn
{
    private readonly bool _isRatio;

    private NativeColumn(string name, string legend, bool isRatio)
    {
        ColumnName = name;
        Legend = legend;
        _isRatio = isRatio;
    }

    public static NativeColumn Time { get; } = new("C", "Median of the C code in BASELINE.md, nanoseconds", isRatio: false);

    public static NativeColumn Ratio { get; } = new("Median/C", "Our median divided by the C code's", isRatio: true);

    public string Id => nameof(NativeColumn) + ColumnName;

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => _isRatio ? 1 : 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        string variant = NativeBaseline.Variant(
            (bool)benchmarkCase.Parameters[nameof(HeapTraceBenchmarks.Mdbg)],
            (Fit)benchmarkCase.Parameters[nameof(HeapTraceBenchmarks.Fit)]);
        int bench = benchmarkCase.Descriptor.WorkloadMethod.Name["Bench".Length] - '0';
        double native = NativeBaseline.Nanoseconds(variant, bench);
        if (!_isRatio) return native.ToString("N1", CultureInfo.InvariantCulture);
        double? median = summary[benchmarkCase]?.ResultStatistics?.Median;
        return median is { } ours ? (ours / native).ToString("N2", CultureInfo.InvariantCulture) : "?";
    }

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
