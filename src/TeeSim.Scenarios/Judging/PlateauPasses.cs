using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Objects;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>Passes over all of a script, one after the other in one world, and what is allocated behind each.</summary>
internal sealed class PlateauPasses
{
    private const int MostSteps = 40_000;

    /// <summary>In how many passes something is tried to be taken back that is refused.</summary>
    private const int MostRefusals = 4;

    private static readonly int[] Looks = [16, 32, 64];
    private readonly CallProgram _program;
    private readonly SecureWorld _world;
    private readonly SessionBaseline _baseline;
    private readonly bool _closesSessions;
    private readonly Execution _execution;
    private readonly FirstPassFaults _faults;
    private readonly List<SiteTotals> _passes = [];
    private readonly HashSet<SourceSite> _growing = [];
    private readonly Dictionary<int, StepState> _first = [];
    private readonly Dictionary<int, HashSet<TeeResult>> _results = [];
    private readonly Dictionary<Holding, int> _refusals = new(ReferenceEqualityComparer.Instance);
    private bool _isFull;

    private PlateauPasses(CallProgram program, SecureWorld world, SessionBaseline baseline, bool closesSessions)
    {
        (_program, _world, _baseline, _closesSessions) = (program, world, baseline, closesSessions);
        _execution = new Execution(world, program.Slots, countsExecutions: true) { OnInner = (step, outcome) => NoteResult(step, outcome) };
        _faults = new FirstPassFaults(_execution);
    }

    /// <summary>Makes the passes, until it is clear what becomes more.</summary>
    /// <param name="program">The script.</param>
    /// <param name="world">The world, at the script's start.</param>
    /// <param name="baseline">What open sessions take.</param>
    /// <param name="closesSessions">Whether behind each pass sessions are closed and processes die, too.</param>
    public static PlateauPasses Make(CallProgram program, SecureWorld world, SessionBaseline baseline, bool closesSessions)
    {
        var passes = new PlateauPasses(program, world, baseline, closesSessions);
        world.Events.Listener = passes.On;
        try
        {
            passes.MakeAll();
        }
        finally
        {
            world.Events.Listener = null;
        }

        passes.Compare();
        return passes;
    }

    /// <summary>Whether it became clear what becomes more.</summary>
    public bool IsDecided { get; private set; } = true;

    /// <summary>From where more comes with the passes.</summary>
    public IReadOnlySet<SourceSite> Growing => _growing;

    /// <summary>What becomes no more.</summary>
    public SiteTotals Kept { get; } = new();

    private void On(TeeEvent e)
    {
        _faults.On(e);
        _isFull |= e.Kind is TeeEventKind.PageTablesUnavailable or TeeEventKind.PagePoolExhausted
            || (e.Kind == TeeEventKind.AllocationFailed && !FailedAllocation.HadRoom(_world, e));
    }

    private void MakeAll()
    {
        if (_program.From is { } from)
        {
            for (int i = 0; i < from.Names.Count; i++)
                _execution.Set(i, StepState.Succeeded, new NamedValue(from.Names[i].Value, from.Names[i].Session, from.Names[i].Type));
        }

        int made = 0;
        try
        {
            foreach (int look in Looks)
            {
                while (_passes.Count < look)
                {
                    if ((made += _program.Steps.Count) > MostSteps + _program.Steps.Count)
                    {
                        IsDecided = !IsMoreThanHalfway();
                        return;
                    }

                    if (!MakeOne())
                    {
                        // Behind a stop, or a call that does not return, nothing is known.
                        _passes.Clear();
                        return;
                    }

                    if (_isFull && _passes.Count > 0)
                    {
                        // What is full can't become more: only what came before tells something.
                        IsDecided = _passes.Count > 1 ? !IsMoreThanHalfway() : _passes[0].All.Count == 0;
                        return;
                    }

                    SessionCounts counts = SessionCounts.Of(_world, [.. Sessions]);
                    _passes.Add(SiteTotals.Of(_world).Beyond(_closesSessions ? _baseline.OfTheDead(counts) : _baseline.Of(counts)));
                }

                if (!IsMoreThanHalfway()) return;
            }
        }
        catch (CorePanicException)
        {
            // Memory that can't be read tells nothing.
            _passes.Clear();
        }
    }

    private void Compare()
    {
        if (_passes.Count == 0) return;
        foreach ((SourceSite site, SiteTotal last) in _passes[^1].All)
        {
            // One pass alone does not tell what becomes more.
            if (_passes.Count == 1 || last.Blocks > Halfway[site].Blocks) _growing.Add(site);
            else Kept.Add(site, last);
        }
    }

    private SiteTotals Halfway => _passes[(_passes.Count - 1) / 2];

    private bool IsMoreThanHalfway() => _passes[^1].All.Any(site => site.Value.Blocks > Halfway[site.Key].Blocks);

    // False when the core stops or a call does not return.
    private bool MakeOne()
    {
        foreach (Step step in _program.Steps)
        {
            // Sessions that stay open are those of the first pass; one that lets others in while its TA is loaded has to be opened again.
            if (!_closesSessions
                && _execution.Holdings.OfSlot(step.Index) is { Kind: ParameterKind.Session, State: HoldingState.Open } open)
            {
                if (step.Block.Length == 0)
                {
                    _execution.Overwrite(step.Overwrites);
                    continue;
                }

                Close(open);
            }

            TeeOutcome? outcome = _faults.Make(step);
            if (outcome is { Panic: not null } or { Hang: not null }) return false;
            NoteResult(step, outcome);
            // What succeeded in the first pass, and does not any more, has come to a limit: from there on it is another script.
            foreach (Step made in step.Inner.Prepend(step))
            {
                StepState state = _execution.StateOf(made.Index);
                if (!_first.TryAdd(made.Index, state)) _isFull |= _first[made.Index] == StepState.Succeeded && state != StepState.Succeeded;
            }
        }

        foreach (Holding h in Holding.LastFirst(_execution.Holdings.All.Where(h => h.Kind != ParameterKind.Session && IsWorthClosing(h)))
            .ToArray())
        {
            Close(h);
        }

        if (_closesSessions)
        {
            foreach (Holding h in Holding.LastFirst(Sessions).ToArray()) Close(h);
            foreach (string process in _program.Processes)
            {
                if (_execution.Kill(process) is { Panic: not null } or { Hang: not null }) return false;
            }
        }

        _execution.Holdings.Forget();
        return _world.Panic is null && _execution.Hangs == 0;
    }

    // So has what fails for another reason than in the first two passes: the second one finds what the first one has left.
    private void NoteResult(Step step, TeeOutcome? outcome)
    {
        if (outcome is not { } made) return;
        if (!_results.TryGetValue(step.Index, out HashSet<TeeResult>? known)) _results[step.Index] = known = [];
        if (_passes.Count < 2) known.Add(made.Result);
        else _isFull |= !made.IsSuccess && !known.Contains(made.Result);
    }

    private IEnumerable<Holding> Sessions =>
        _execution.Holdings.All.Where(h => h is { Kind: ParameterKind.Session, State: HoldingState.Open });

    private bool IsWorthClosing(Holding h) => h.CanBeClosed && _refusals.GetValueOrDefault(h) < MostRefusals;

    private void Close(Holding h)
    {
        TeeOutcome outcome = h.Closing.Call.Make(_world, h.Inputs, failing: 0, out _);
        if (!outcome.IsSuccess) _refusals[h] = _refusals.GetValueOrDefault(h) + 1;
        _execution.Holdings.Closed(h, outcome.IsSuccess);
    }
}
