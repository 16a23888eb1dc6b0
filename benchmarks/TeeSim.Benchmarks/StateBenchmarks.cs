using BenchmarkDotNet.Attributes;
using TeeSim.Kernel;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.States;

namespace TeeSim.Benchmarks;

/// <summary>What saving a world and continuing from it costs, with two TAs loaded; and the file's part of it.</summary>
[MemoryDiagnoser]
public class StateBenchmarks
{
    private readonly LoadedTas _tas = new();
    private readonly SecureWorld _other = LoadedTas.Boot();
    private WorldState? _state;
    private RunState? _run;
    private byte[]? _file;

    /// <summary>Saves, and checks that the other world then is the first one.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _tas.Load();
        _state = _tas.World.Save();
        string[] processes = [.. _state.Sessions.Select(s => s.Process).Concat(_state.Buffers.Select(b => b.Process)).Distinct()];
        _run = new RunState(LoadedTas.Settings, processes, [], _state);
        _file = StateFile.Encode(_run);
        Contestants.Agree("the state is accepted", true, Continue() is null);
        Contestants.Agree("the continued world is the saved one", true, _other.Memory.Snapshot().Equals(_tas.World.Memory.Snapshot()));
    }

    [Benchmark]
    public WorldState Save() => _tas.World.Save();

    [Benchmark]
    public string? Continue() => _other.Continue(_state!);

    [Benchmark]
    public byte[] Encode() => StateFile.Encode(_run!);

    [Benchmark]
    public RunState? Decode() => StateFile.Decode(_file!, out _);
}
