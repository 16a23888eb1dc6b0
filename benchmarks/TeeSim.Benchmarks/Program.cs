using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using TeeSim.Benchmarks;

// One class a file; each checks in its setup that what it times is right. See docs of BenchmarkDotNet for --filter, --job and the rest.
// A slow machine takes longer than two minutes to build what BenchmarkDotNet has written.
IConfig config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(HeapTraceBenchmarks).Assembly).Run(args, config)];
// A benchmark whose setup throws is a line of NA, which nobody would notice.
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
