using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;

namespace TeeSim.Benchmarks;

/// <summary>
/// One pass per iteration, since each needs its heap back at the mark; beside the times the C code's.
/// </summary>
internal sealed class HeapTraceConfig : ManualConfig
{
    public HeapTraceConfig()
    {
        AddJob(Job.Default.WithInvocationCount(1).WithUnrollFactor(1).WithWarmupCount(10).WithIterationCount(15).AsDefault());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min, NativeColumn.Time, NativeColumn.Ratio);
    }
}
