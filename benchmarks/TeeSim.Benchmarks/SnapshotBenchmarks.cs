using BenchmarkDotNet.Attributes;
using TeeSim.Core.Memory;

namespace TeeSim.Benchmarks;

/// <summary>
/// What an exploration does between two calls: keep the state, go back to it, ask whether two states are one. The heap has 128 KiB, of
/// which a call touches a few pages.
/// </summary>
[MemoryDiagnoser]
public class SnapshotBenchmarks
{
    private const ulong Start = 0x32ee_6000;
    private const int Size = 0x2_0000;
    private const ulong Stride = 0x8000;

    private readonly SimulatedMemory _memory = new();
    private MemorySnapshot? _before;
    private MemorySnapshot? _sharing;
    private MemorySnapshot? _copy;

    [GlobalSetup]
    public void Fill()
    {
        _memory.AddSegment("pool", Start, Size);
        new Random(1).NextBytes(_memory.WriteBytes(Start, Size));
        _before = _memory.Snapshot();
        TouchFourPages(by: 1);
        Contestants.Agree("states before and after a write are equal", false, _before.Equals(_memory.Snapshot()));
        TouchFourPages(by: uint.MaxValue);
        _sharing = _memory.Snapshot();
        Contestants.Agree("a state that was written back is equal", true, _before.Equals(_sharing));

        var other = new SimulatedMemory();
        other.AddSegment("pool", Start, Size);
        _memory.ReadBytes(Start, Size).CopyTo(other.WriteBytes(Start, Size));
        _copy = other.Snapshot();
        Contestants.Agree("a state that shares no page is equal", true, _before.Equals(_copy));
    }

    [Benchmark]
    public MemorySnapshot TouchFourPagesAndSnapshot()
    {
        TouchFourPages(by: 1);
        return _memory.Snapshot();
    }

    [Benchmark]
    public void TouchFourPagesAndRestore()
    {
        TouchFourPages(by: 1);
        _memory.Restore(_before!);
    }

    [Benchmark]
    public bool EqualsWithAllButFourPagesShared() => _before!.Equals(_sharing);

    [Benchmark]
    public bool EqualsWithoutSharedPages() => _before!.Equals(_copy);

    private void TouchFourPages(uint by)
    {
        for (ulong offset = 0; offset < Size; offset += Stride) _memory.Write<uint>(Start + offset) += by;
    }
}
