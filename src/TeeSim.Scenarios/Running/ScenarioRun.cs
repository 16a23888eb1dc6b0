using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>One run of a scenario: the lines as written, in a world of their own.</summary>
internal sealed partial class ScenarioRun : IDisposable
{
    // A listing in a repeat is endless; the log has all of it.
    private const int MostPrintedLines = 10_000;

    private readonly Scenario _scenario;
    private readonly RunOptions _options;
    private readonly DeviceLogProvider _deviceLog;
    private readonly SecureWorld _world;
    private readonly CallExecutor _executor;
    private readonly AllocationLedger _ledger;
    private readonly LeakTracker _tracker;
    private readonly Variables _variables = new();
    private readonly FailureList _failures = new();
    private readonly List<GrowthReport> _growth = [];
    private readonly List<PrintedReport> _printed = [];
    private List<string>? _printing;
    private long _printedLines;
    private (RepeatStatement Repeat, WorldSnapshot State, Variables Variables)? _growing;
    private readonly ExhaustionWatch _exhaustion;
    private readonly WorldMetrics _metrics;
    private PanicReport? _panic;
    private long _calls;
    private long _repetition;
    private int _depth;
    private int _inCall;
    private bool _duringRan;
    private bool _printsItself;

    public ScenarioRun(Scenario scenario, RunOptions options)
    {
        _scenario = scenario;
        _options = options;
        _deviceLog = new DeviceLogProvider(new DeviceLineFormatter(scenario.Options.Profile.Log), OnLogLine) { Enabled = options.OnLogLine is not null };
        Core.Profiles.BootLayout boot = scenario.Options.Profile.Boot;
        _ledger = new AllocationLedger(new Core.AddressRange(boot.Heap, boot.HeapSize));
        _world = SecureWorld.Boot(scenario.Options with { Logger = _deviceLog.CreateLogger("TC"), Listener = e => _ledger.On(e) });
        _world.Events.Listener = OnEvent;
        _executor = new CallExecutor(_world, Keep);
        _tracker = new LeakTracker(_world, _ledger);
        _exhaustion = new ExhaustionWatch(_world, _ledger, _tracker);
        _metrics = new WorldMetrics(_world, _tracker.LeakedNow, _ledger.SiteTotals);
        if (options.From is { } from) GoOn(from);
    }

    public void Dispose() => _deviceLog.Dispose();

    /// <summary>From boot to the last line, or to a core panic.</summary>
    /// <exception cref="InvalidOperationException">The state to go on from is not one of this scenario's world.</exception>
    public RunReport Run()
    {
        var whole = new GrowthRecorder(_world, _ledger);
        RunBlock(_scenario.Script.Statements);
        _tracker.TakeDown();
        if (_growth.Count == 0) Look(() => _growth.Add(whole.Report(line: 0)));
        if (_panic is null) _options.OnState?.Invoke(new RunState(Scenario.SettingsOf(_scenario.Script), _variables.All, _world.Save()));
        return Report();
    }

    private RunReport Report()
    {
        var heap = HeapNow();
        long microseconds = _world.Microseconds;
        // From here on the world is only used to try what would have happened.
        _deviceLog.Enabled = false;
        IReadOnlyList<LeakReport> leaks = [];
        Look(() => leaks = LeakReports.Of(_tracker, _world, _executor));
        ForecastReport? forecast = _exhaustion.First.Count == 0 && _panic is null && _growing is { } g
            ? new Forecast(_world, _executor).Continue(g.Repeat, g.State, g.Variables)
            : null;
        bool judgesLeaksItself = Expectations(_scenario.Script.Statements).Any(e => e.Metric.Name.Text is "leaked" or "leaked_blocks");
        return new RunReport
        {
            File = _scenario.Script.File,
            Target = _scenario.Options.Profile.Name,
            Driver = _scenario.Options.Driver.Name,
            Passed = _panic is not { Expected: false } && _failures.All.Count == 0 && (leaks.Count == 0 || judgesLeaksItself),
            Calls = _calls,
            Microseconds = microseconds,
            Growth = _growth,
            Leaks = leaks,
            Exhausted = _exhaustion.First,
            Forecast = forecast,
            Heap = heap,
            Panic = _panic,
            Failures = _failures.All,
            Printed = _printed,
            PrintedLinesLeftOut = Math.Max(0, _printedLines - MostPrintedLines),
        };
    }

    private static IEnumerable<ExpectStatement> Expectations(IReadOnlyList<Statement> block) => block.SelectMany(statement => statement switch
    {
        ExpectStatement expectation => [expectation],
        RepeatStatement repeat => Expectations(repeat.Body),
        CallStatement call => Expectations(call.Body),
        _ => Enumerable.Empty<ExpectStatement>(),
    });

    private HeapReport HeapNow()
    {
        Bget.MallocStats stats = _world.Heap.Stats;
        long largest = 0;
        Look(() => largest = _world.Heap.LargestAllocatable);
        return new HeapReport(stats.Size, stats.Allocated, largest);
    }

    private void OnLogLine(string line)
    {
        if (!_printsItself) Keep(line);
        _options.OnLogLine?.Invoke(line);
    }

    private void Keep(string line)
    {
        if (_printing is not null && ++_printedLines <= MostPrintedLines) _printing.Add(line);
    }

    private void OnEvent(TeeEvent e)
    {
        _ledger.On(e);
        _exhaustion.On(e);
    }
}
