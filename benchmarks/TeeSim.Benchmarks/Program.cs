using BenchmarkDotNet.Running;
using TeeSim.Benchmarks;

// One class a file; each checks in its setup that what it times is right. See docs of BenchmarkDotNet for --filter, --job and the rest.
BenchmarkSwitcher.FromAssembly(typeof(HeapTraceBenchmarks).Assembly).Run(args);
