using BenchmarkDotNet.Attributes;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Benchmarks;

/// <summary>
/// Two TAs are loaded, a channel is switched in the right order, and both are unloaded: as calls from the normal world, and
/// as a script of 200 such rounds.
/// </summary>
[MemoryDiagnoser]
public class TaLoadBenchmarks
{
    private const int Rounds = 200;

    private readonly LoadedTas _tas = new();
    private Scenario? _scenario;

    /// <summary>
    /// The first round leaves the loader's pseudo TA behind; the second must change nothing. The script must find the same.
    /// </summary>
    [GlobalSetup]
    public void Setup()
    {
        _tas.LoadSwitchUnload();
        uint before = _tas.World.Heap.Stats.Allocated;
        _tas.LoadSwitchUnload();
        Contestants.Agree("bytes in use after a round", before, _tas.World.Heap.Stats.Allocated);
        string text = $"{LoadedTas.Settings}repeat {Rounds} {{\n{LoadedTas.Round}}}\n";
        _scenario = Scenario.Parse("rounds.tee", text, out var diagnostics)
            ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
        RunReport report = Script();
        Contestants.Agree("the script passes", true, report.Passed);
        Contestants.Agree("bytes in use after the script", before, (uint)report.Heap.InUse);
    }

    /// <summary>One round.</summary>
    [Benchmark]
    public void LoadSwitchUnload() => _tas.LoadSwitchUnload();

    /// <summary>Boot, 200 rounds with the search for leaks after every call, and the report.</summary>
    [Benchmark]
    public RunReport Script() => ScenarioRunner.Run(_scenario!, new RunOptions());
}
