using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Kernel.NormalWorld;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Trials;

/// <summary>
/// A world that is booted once and in which one list of steps is tried after the other, each from the state after boot. Made for tens
/// of thousands of tries a second.
/// </summary>
internal sealed partial class TrialWorld
{
    private readonly Scenario _scenario;
    private readonly SecureWorld _world;
    private readonly FieldWatch _fields;
    private readonly WorldJournal _journal;
    private readonly ObjectGraph _graph;
    private readonly SessionBaseline _baseline;
    private readonly Dictionary<int, TeeOutcome> _outcomes = [];
    private readonly HashSet<int> _faultsThatCame = [];
    private Execution _execution;
    private readonly HashSet<string> _died = new(StringComparer.Ordinal);
    private int _lockOrders;
    private int _thrown = -1;

    /// <summary>Boots.</summary>
    /// <param name="scenario">What with.</param>
    /// <param name="checksSessions">
    /// Whether sessions can only be used as long as they are open, as Linux's driver sees to it. Scripts can use others.
    /// </param>
    public TrialWorld(Scenario scenario, bool checksSessions)
    {
        _scenario = scenario;
        ChecksSessions = checksSessions;
        _world = SecureWorld.Boot(scenario.Options with { Logger = null, Listener = OnEvent });
        _fields = new FieldWatch(_world);
        _journal = new WorldJournal(_world, hashes: false);
        _graph = ObjectGraph.Of(_world, _journal);
        _baseline = new SessionBaseline(scenario.Options);
        _execution = new Execution(_world, slots: 64);
    }

    /// <summary>Whether sessions can only be used as long as they are open.</summary>
    public bool ChecksSessions { get; }

    /// <summary>Says of a failure that it is nothing new, so that it need not be made sure of; null when all are new.</summary>
    public Predicate<FindingKey>? IsKnown { get; init; }

    /// <summary>What processes have.</summary>
    public Holdings Holdings => _execution.Holdings;

    /// <summary>Whether the step that was made last did nothing.</summary>
    public bool WasSkipped => _execution.WasSkipped;

    /// <summary>Goes back to the state after boot.</summary>
    public void Reset()
    {
        _fields.Check();
        while (_journal.Depth > 0) _journal.StepBack();
        _journal.Discard();
        _outcomes.Clear();
        _faultsThatCame.Clear();
        _died.Clear();
        _world.ForgetLockOrders();
        _lockOrders = 0;
        _thrown = -1;
        _execution = new Execution(_world, slots: 64) { OnInner = Remember, IsDead = IsDead };
    }

    /// <summary>What a step led to since the last reset; null when it was not made.</summary>
    public TeeOutcome? OutcomeOf(Step step) => _outcomes.TryGetValue(step.Index, out TeeOutcome outcome) ? outcome : null;

    /// <summary>Whether a driver threw an exception in a step.</summary>
    public bool HasThrown(Step step) => step.Index == _thrown;

    /// <summary>Whether the allocation was made that was to fail.</summary>
    public bool FaultCame(Step step) => _faultsThatCame.Contains(step.Index);

    /// <summary>Makes a step.</summary>
    /// <returns>What it led to; null when it could not be made, because what it uses is not there.</returns>
    /// <exception cref="DriverProblemException">A driver threw an exception.</exception>
    public TeeOutcome? Make(Step step)
    {
        if ((ChecksSessions && UsesClosedSession(step)) || IsDead(step)) return null;
        try
        {
            TeeOutcome? outcome = _execution.Make(step);
            Remember(step, outcome);
            return outcome;
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            // Whether its allocation has failed is not known any more: a step that is made again without says so.
            if (step.FailAllocation > 0) _faultsThatCame.Add(step.Index);
            _thrown = step.Index;
            throw;
        }
    }

    private bool IsDead(Step step) =>
        _died.Count > 0 && ThreadName.IsThread(step.ProcessName) && _died.Contains(ThreadName.ProcessOf(step.ProcessName));

    // A driver must bear a handle that is closed; of sessions and shared memory the normal world takes care.
    private bool UsesClosedSession(Step step)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            ParameterKind kind = step.Call.KindOfInput(i);
            if (kind is ParameterKind.Session or ParameterKind.TaSession or ParameterKind.Shm
                && _execution.Holdings.OfSlot(step.Inputs[i]) is null)
            {
                return true;
            }
            if (kind == ParameterKind.Handle && _execution.ValueOf(step.Inputs[i]) is { Session: > 0 } handle
                && !HasSession(step.ProcessName, handle.Session))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasSession(string process, uint id) => _execution.Holdings.All.Any(
        h => h is { Kind: ParameterKind.Session } && h.Value.Value == id && ThreadName.AreOfOneProcess(h.Process, process));

    private void Remember(Step step, TeeOutcome? outcome)
    {
        if (outcome is not { } made) return;
        if (step.EndsProcess && ThreadName.IsThread(step.ProcessName)) _died.Add(ThreadName.ProcessOf(step.ProcessName));
        _outcomes[step.Index] = made;
        if (step.FailAllocation > 0 && _execution.MissingAllocations == 0) _faultsThatCame.Add(step.Index);
    }

    // The graph sees what is kept.
    private void Read()
    {
        _journal.Keep();
        _graph.Read();
    }

    private void OnEvent(TeeEvent e) => _execution?.On(e);
}
