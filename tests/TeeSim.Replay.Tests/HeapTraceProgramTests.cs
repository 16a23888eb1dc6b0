using TeeSim.Core.Profiles;
using TeeSim.TestSupport;

namespace TeeSim.Replay.Tests;

/// <summary>A trace's calls, loaded once, must bring every variant of the heap to the state that the C code had in it.</summary>
public class HeapTraceProgramTests
{
    [Theory]
    [InlineData(false, false, "bench0")]
    [InlineData(false, false, "bench1")]
    [InlineData(false, false, "bench2")]
    [InlineData(false, false, "bench3")]
    [InlineData(false, true, "bench0")]
    [InlineData(false, true, "bench1")]
    [InlineData(false, true, "bench2")]
    [InlineData(false, true, "bench3")]
    [InlineData(true, false, "bench0")]
    [InlineData(true, false, "bench1")]
    [InlineData(true, false, "bench2")]
    [InlineData(true, false, "bench3")]
    [InlineData(true, true, "bench0")]
    [InlineData(true, true, "bench1")]
    [InlineData(true, true, "bench2")]
    [InlineData(true, true, "bench3")]
    public void Program_reaches_the_recorded_state_at_mark_and_end(bool mdbg, bool bestFit, string bench)
    {
        string variant = $"310-ilp32 {(mdbg ? "mdbg" : "plain")} {(bestFit ? "best" : "first")}";
        HeapTracePlayer player = Load(bench).Play(new HeapOptions(bestFit, mdbg));
        player.State.ShouldBe(BenchTraces.RecordedState(variant, bench, "mark"));
        player.Run();
        player.State.ShouldBe(BenchTraces.RecordedState(variant, bench, "end"));
    }

    public static TheoryData<HeapVariant> Variants => [.. HeapVariant.All];

    // The other two have so many free blocks that 4.10, which walks them in each call, takes long.
    [Theory]
    [MemberData(nameof(Variants))]
    public void The_heap_of_4_10_reaches_its_recorded_state_with_the_calls_of_bench0(HeapVariant variant) =>
        ShouldReachTheState(variant, "bench0");

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_heap_of_4_10_reaches_its_recorded_state_with_the_calls_of_bench2(HeapVariant variant) =>
        ShouldReachTheState(variant, "bench2");

    private static void ShouldReachTheState(HeapVariant variant, string bench)
    {
        bool lp64 = variant.Abi == Abi.Lp64;
        string row = $"410-{(lp64 ? "lp64" : "ilp32")} {(variant.Mdbg ? "mdbg" : "plain")} {(variant.BestFit ? "best" : "first")}";
        HeapTracePlayer player =
            Load(bench).Play(HeapRelease.Find("4.10")!, variant.Abi, variant.BestFit, variant.Mdbg, lp64 ? 0x0e1d_5f40UL : null);
        player.State.ShouldBe(BenchTraces.RecordedState(row, bench, "mark"));
        player.Run();
        player.State.ShouldBe(BenchTraces.RecordedState(row, bench, "end"));
    }

    [Fact]
    public void Rewound_program_runs_again_to_the_same_state()
    {
        HeapTracePlayer player = Load("bench2").Play(new HeapOptions(BestFit: false, Mdbg: false));
        player.Run();
        player.Rewind();
        player.State.ShouldBe(BenchTraces.RecordedState("310-ilp32 plain first", "bench2", "mark"));
        player.Run();
        player.State.ShouldBe(BenchTraces.RecordedState("310-ilp32 plain first", "bench2", "end"));
    }

    [Theory]
    [InlineData("bench0", 100_004)]
    [InlineData("bench1", 100_000)]
    [InlineData("bench2", 100_000)]
    [InlineData("bench3", 60_000)]
    public void Part_behind_the_mark_has_the_calls_of_the_baseline(string bench, int calls)
    {
        HeapTraceProgram program = Load(bench);
        (program.Operations.Count - program.Mark).ShouldBe(calls);
    }

    [Fact]
    public void Trace_with_other_operations_is_refused_with_their_place()
    {
        string file = Repository.Trace("heap", "310-ilp32-plain-first-corrupt-0.trace");
        string[] lines = File.ReadAllLines(file);
        int first = Array.FindIndex(
            lines, l => l.StartsWith("write ", StringComparison.Ordinal) || l.StartsWith("poke ", StringComparison.Ordinal));
        string name = lines[first].Split(' ')[0];
        Should.Throw<InvalidDataException>(() => HeapTraceProgram.Load(file))
            .Message.ShouldBe($"{file}:{first + 1}:1: found '{name}' where a heap call, stats, freelist or crc is expected");
    }

    private static HeapTraceProgram Load(string bench) => HeapTraceProgram.Load(BenchTraces.File(bench));
}
