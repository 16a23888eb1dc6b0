using TeeSim.Core.Events;
using TeeSim.Core.Logging;
using TeeSim.Kernel;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>One run of a scenario, in a world of its own. What is wrong says the same rulebook as in a search.</summary>
internal sealed partial class ScenarioRun : IDisposable
{
    // A listing in a repeat is endless; the log has all of it.
    private const int MostPrintedLines = 10_000;

    private readonly Scenario _scenario;
    private readonly RunOptions _options;
    private readonly DeviceLogProvider _deviceLog;
    private readonly SecureWorld _world;
    private readonly WorldJournal _journal;
    private readonly ObjectGraph _graph;
    private readonly Execution _execution;
    private readonly FieldWatch _fields;
    private readonly NamedSteps _steps;
    private readonly AllocationLedger _ledger = new();
    private readonly SessionBaseline _baseline;
    private readonly JudgedScript _judged;
    private readonly StateFacts _state;
    private readonly FindingList _findings = new();
    private readonly ExhaustionWatch _exhaustion;
    private readonly OwnerWatch _owners = new();
    private readonly PathRecord _path = new();
    private readonly List<GrowthReport> _growth = [];
    private readonly List<PrintedReport> _printed = [];
    private readonly HashSet<string> _processes = [];
    private List<string>? _printing;
    private long _printedLines;
    private GrowthRecorder? _recorder;
    private (RepeatStatement Repeat, WorldState State, long Calls)? _growing;
    private PanicReport? _panic;
    private bool _isUnreadable;
    private bool _endsEarly;
    private bool _isStuck;
    private long _calls;
    private bool _hasFaults;
    private bool _isAsWritten;
    private bool _printsItself;

    /// <param name="scenario">The script.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="program">What orderings it has, of which one is run; null for the lines as written.</param>
    public ScenarioRun(Scenario scenario, RunOptions options, CallProgram? program = null)
    {
        _scenario = scenario;
        _options = options;
        _isAsWritten = scenario.HasNamedDriver;
        _deviceLog = new DeviceLogProvider(new DeviceLineFormatter(scenario.Options.Profile.Log), OnLogLine)
        {
            Enabled = options.OnLogLine is not null,
        };
        _world = SecureWorld.Boot(scenario.Options with { Logger = _deviceLog.CreateLogger("TC"), Listener = e => _ledger.On(e) });
        _execution = new Execution(_world, slots: 16, countsExecutions: true);
        _fields = new FieldWatch(_world);
        _steps = new NamedSteps(scenario.NewCompiler(Keep));
        if (options.From is { } from) GoOn(from);
        _journal = new WorldJournal(_world, hashes: false);
        _graph = ObjectGraph.Of(_world, _journal);
        _baseline = new SessionBaseline(scenario.Options, options.From?.World);
        _judged = new JudgedScript(
            scenario, [.. (options.From?.Processes ?? []).Union(ProcessesOf(scenario.Script.Statements))],
            () => program ?? ShortProgram.Of(scenario, options.From), program?.JudgesLeaksItself);
        _state = new StateFacts(_execution, _graph, _judged, _baseline, _journal.Discard);
        _exhaustion = new ExhaustionWatch(_world, _ledger, () => _owners.Bytes);
        _world.Events.Listener = OnEvent;
    }

    public void Dispose() => _deviceLog.Dispose();

    /// <summary>From boot to the last line, or to a core panic.</summary>
    public RunReport Run() => Run(new WrittenLines(_scenario, _steps, FailuresFor).All());

    /// <summary>The same for lines in another order.</summary>
    public RunReport Run(IEnumerable<RunLine> lines)
    {
        Read(null);
        _owners.Start(_graph);
        var whole = new GrowthRecorder(_world, _ledger);
        foreach (RunLine line in lines)
        {
            _endsEarly = line.EndsEarly;
            _isStuck |= line.Deadlock is not null;
            Do(line);
            if (_panic is not null || _isUnreadable) break;
        }

        if (_growth.Count == 0) Try(() => _growth.Add((_recorder ?? whole).Report(line: 0)));
        bool isWhole = _panic is null && !_isUnreadable;
        // What processes that wait for ever have in their hands is the consequence of that.
        if (isWhole && !_endsEarly && !_isStuck) JudgeEnd();
        if (isWhole) _options.OnState?.Invoke(StateNow());
        return Report();
    }

    private void Do(RunLine line)
    {
        switch (line)
        {
            case { Step: not null }:
                Call(line, outer: null);
                _fields.Check();
                break;
            case { Deadlock: { } deadlock }:
                _findings.Add(Rulebook.Judge(deadlock));
                break;
            case { Killed: { } process }:
                Kill(process);
                _fields.Check();
                break;
            case { Expectation: { } expectation }:
                Check(expectation);
                break;
            default:
                Repeat(line);
                break;
        }
    }

    private void Check(ExpectStatement expectation)
    {
        // One ordering says nothing about the others.
        if (expectation.Sometimes) return;
        Judge(() =>
        {
            if (Rulebook.Judge(expectation, _state) is { } finding) _findings.Add(finding);
        });
    }

    private void JudgeEnd() => Judge(() =>
    {
        _state.HasFaults = _hasFaults;
        foreach (Finding finding in Rulebook.JudgeEnd(_state)) _findings.Add(finding);
    });

    // What is only tried prints nothing, and is taken back.
    private void Judge(Action judge)
    {
        bool prints = _deviceLog.Enabled;
        _deviceLog.Enabled = false;
        Keep();
        Try(judge);
        _deviceLog.Enabled = prints;
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
        _execution.On(e);
    }

    private static IReadOnlyList<string> ProcessesOf(IReadOnlyList<Statement> statements) =>
        [.. Calls(statements).Select(c => c.Process.Text).Distinct()];

    private static IEnumerable<CallStatement> Calls(IReadOnlyList<Statement> statements) =>
        statements.SelectMany(statement => statement switch
        {
            CallStatement call => Calls(call.Body).Prepend(call),
            RepeatStatement repeat => Calls(repeat.Body),
            _ => Enumerable.Empty<CallStatement>(),
        });
}
