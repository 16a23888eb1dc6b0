using BenchmarkDotNet.Attributes;

namespace TeeSim.Benchmarks;

/// <summary>A whole channel switch in the right order, open_channel to close_channel, as calls from the normal world.</summary>
[MemoryDiagnoser]
public class ChannelSwitchBenchmarks
{
    private readonly IncidentWorld _incident = new();

    /// <summary>How many regions earlier switches in the wrong order have left in the TA's table.</summary>
    [Params(0, 100, 800)]
    public int LeakedRegions { get; set; }

    /// <summary>Leaks the regions, and checks that a switch then changes nothing.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _incident.Leak(LeakedRegions);
        uint before = _incident.World.Heap.Stats.Allocated;
        _incident.Switch();
        Contestants.Agree("bytes in use after a switch in the right order", before, _incident.World.Heap.Stats.Allocated);
    }

    /// <summary>One switch.</summary>
    [Benchmark]
    public void Switch() => _incident.Switch();
}
