using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using TeeSim.Core.Profiles;
using TeeSim.Replay;
using TeeSim.TestSupport;

namespace TeeSim.Benchmarks;

/// <summary>
/// The heap on the four bench traces, as <c>tests/traces/bench/BASELINE.md</c> measured the C code: calls from memory, a heap that stands
/// at the mark before each pass, only the part behind the mark timed. One operation is one call of the heap.
/// </summary>
[Config(typeof(HeapTraceConfig))]
public class HeapTraceBenchmarks
{
    private const int TeeCalls = 100_004;
    private const int MixCalls = 100_000;
    private const int NearFullCalls = 100_000;
    private const int FragmentedCalls = 60_000;

    private HeapTracePlayer? _player;

    [Params(false, true)]
    public bool Mdbg { get; set; }

    [Params(Fit.First, Fit.Best)]
    public Fit Fit { get; set; }

    [GlobalSetup(Target = nameof(Bench0Tee))]
    public void LoadTee() => Load("bench0", TeeCalls);

    [GlobalSetup(Target = nameof(Bench1Mix))]
    public void LoadMix() => Load("bench1", MixCalls);

    [GlobalSetup(Target = nameof(Bench2NearFull))]
    public void LoadNearFull() => Load("bench2", NearFullCalls);

    [GlobalSetup(Target = nameof(Bench3Fragmented))]
    public void LoadFragmented() => Load("bench3", FragmentedCalls);

    [IterationSetup]
    public void Rewind() => _player!.Rewind();

    [Benchmark(OperationsPerInvoke = TeeCalls)]
    public void Bench0Tee() => _player!.Run();

    [Benchmark(OperationsPerInvoke = MixCalls)]
    public void Bench1Mix() => _player!.Run();

    [Benchmark(OperationsPerInvoke = NearFullCalls)]
    public void Bench2NearFull() => _player!.Run();

    [Benchmark(OperationsPerInvoke = FragmentedCalls)]
    public void Bench3Fragmented() => _player!.Run();

    private void Load(string bench, int calls)
    {
        HeapTraceProgram program = HeapTraceProgram.Load(BenchTraces.File(bench));
        string variant = NativeBaseline.Variant(Mdbg, Fit);
        Contestants.Agree($"calls of {bench}", calls, program.Operations.Count - program.Mark);
        _player = program.Play(new HeapOptions(Fit == Fit.Best, Mdbg));
        Contestants.Agree($"{variant} {bench} at the mark", BenchTraces.RecordedState(variant, bench, "mark"), _player.State);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _player.Run();
        // Divided, because the runtime itself may allocate a little while it compiles the calls.
        Contestants.Agree($"bytes allocated per call by {variant} {bench}", 0, (GC.GetAllocatedBytesForCurrentThread() - before) / calls);
        Contestants.Agree($"{variant} {bench} at the end", BenchTraces.RecordedState(variant, bench, "end"), _player.State);
        Settle(_player);
    }

    // The JIT's last tier wants many calls and some time: a job with few warm-up passes would measure an earlier one.
    private static void Settle(HeapTracePlayer player)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5))
        {
            player.Rewind();
            player.Run();
        }
    }
}
