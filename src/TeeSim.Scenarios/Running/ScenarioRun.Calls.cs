using System.Runtime.CompilerServices;
using TeeSim.Core.Panics;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Blame;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Judging.Rules;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Calls, and the repeats around them.</summary>
internal sealed partial class ScenarioRun
{
    private readonly ConditionalWeakTable<Holding, CallInstance> _givenBy = [];

    private void Call(RunLine line, PathEvent? outer)
    {
        Step step = line.Step!;
        bool isSkipped = _execution.WouldSkip(step);
        // A try that is not made has no number of its own.
        var instance =
            new CallInstance(step.Statement, line.Repetition > 0 ? line.Repetition : step.Repetition, isSkipped ? _calls : ++_calls);
        var happened = new PathEvent
        {
            Step = step,
            Call = line.Call,
            FailAllocation = line.FailAllocation,
            Process = step.ProcessName,
            Instance = instance,
        };
        if (outer is null) _path.Add(happened);
        else (outer.Block ??= []).Add(happened);
        _processes.Add(step.ProcessName);
        _hasFaults |= line.IsFault;
        _isAsWritten &= line.IsAsWritten && !line.IsFault;
        if (isSkipped)
        {
            Skip(step);
            return;
        }

        long failedBefore = line.Until is { } until ? FailuresFor(until) : 0;
        int hangs = _execution.Hangs;
        int missing = _execution.MissingInput(step);
        _ledger.Current = instance;
        _options.OnCall?.Invoke(instance.Reference);
        TeeOutcome? outcome = Make(line, happened);
        _options.OnCall?.Invoke(outer?.Instance.Reference);
        happened.Outcome = outcome;
        if (IsBlockOfNames(step) && !_execution.BlockCame) Forget(step.Statement);
        bool isAwaited = line.Until is { } awaited && FailuresFor(awaited) != failedBefore;
        (bool isConsequence, bool ranOut) = (_execution.IsConsequence, _execution.RanOut);
        if (outer is not null) _ledger.Current = outer.Instance;
        if (_execution.Holdings.OfSlot(step.Index) is { } given) _givenBy.TryAdd(given, instance);
        _execution.Holdings.Forget();
        if (outcome is { Panic: { } panic })
            _panic ??= new PanicReport(instance.Reference, panic.Message, step.Statement.Expected?.Text == ExpectedOutcome.CorePanic);
        var facts = new CallFacts
        {
            Step = step,
            Process = step.ProcessName,
            Outcome = outcome,
            IsBehindFault = _hasFaults,
            RanOut = ranOut,
            IsAsWritten = _isAsWritten,
            IsConsequence = isConsequence,
            Hangs = hangs,
            Missing = missing >= 0 ? GiverOf(step, missing) : null,
            MissingAllocations = line.FailAllocation > 0 ? _execution.MissingAllocations : 0,
            BlockIsMissing = step.Statement.HasBody && outcome is not null && !_execution.BlockCame,
        };
        if (!isAwaited && Rulebook.Judge(facts) is { } finding) _findings.Add(finding);
        // Within another call much is held by that call's stack alone.
        if (outer is null && outcome is { Panic: null } && !step.Call.Definition.IsPassive) Read(instance);
    }

    private void Skip(Step step)
    {
        _execution.Make(step);
        _execution.Holdings.Forget();
        if (step.Statement.Result is not null) _lastGivers[step.Index] = step;
    }

    // In the order as written a name has one slot; the steps of a program have one each.
    private static bool IsBlockOfNames(Step step) => step.Statement.HasBody && step.Block.Length == 0;

    // What stands in a block that did not come in has given nothing: its names do not go on meaning what they meant in the round before.
    private void Forget(CallStatement outer)
    {
        foreach (CallStatement inner in Calls(outer.Body))
        {
            if (inner.Result is { } result) _execution.Set(_steps.SlotOf(result.Text), StepState.NotMade, default);
        }
    }

    private void Kill(string process)
    {
        var instance = new CallInstance(DeathOf(process), 0, ++_calls);
        _path.Add(new PathEvent { Process = process, Instance = instance });
        _hasFaults = true;
        _isAsWritten = false;
        int hangs = _execution.Hangs;
        _ledger.Current = instance;
        _options.OnCall?.Invoke(instance.Reference);
        TeeOutcome outcome = _execution.Kill(process);
        _options.OnCall?.Invoke(null);
        _execution.Holdings.Forget();
        if (outcome.Panic is { } panic) _panic ??= new PanicReport(instance.Reference, panic.Message, Expected: false);
        if (Rulebook.Judge(
            new CallFacts { Step = null, Process = process, Outcome = outcome, IsBehindFault = true, Hangs = hangs }) is { } finding)
        {
            _findings.Add(finding);
        }
        if (outcome.Panic is null) Read(instance);
    }

    private static CallStatement DeathOf(string process) =>
        new(default, new Name(process, default), null, new Name(CoreCalls.Die.Name, default), [], null);

    // The call that gave nothing, and not one that never came. In the order as written the name tells who should have given it.
    private Step? GiverOf(Step step, int input) => _execution.StateOf(step.Inputs[input]) is StepState.NotMade or StepState.NeverCame
        ? null
        : _lastGivers.GetValueOrDefault(step.Inputs[input]);

    private readonly Dictionary<int, Step> _lastGivers = [];

    private TeeOutcome? Make(RunLine line, PathEvent happened)
    {
        Step step = line.Step!;
        CallTraits traits = step.Call.Definition.Traits;
        bool prints = step.Call.Definition.Prints && _printing is null;
        if (prints)
        {
            _printing = [];
            // What a program of the normal world prints is not the device's log.
            _printsItself = traits.HasFlag(CallTraits.PrintsText);
            _deviceLog.Enabled = !_printsItself || _options.OnLogLine is not null;
        }

        TeeOutcome? outcome = _execution.Make(step, line.Call ?? step.Call, line.FailAllocation, BlockOf(line, happened));
        if (step.Statement.Result is not null) _lastGivers[step.Index] = step;
        if (!prints) return outcome;
        _deviceLog.Enabled = _options.OnLogLine is not null;
        if (_printing!.Count > 0) _printed.Add(new PrintedReport(happened.Instance.Reference, _printing));
        _printing = null;
        _printsItself = false;
        return outcome;
    }

    // Calls that come in while this one waits for the normal world.
    private Action? BlockOf(RunLine line, PathEvent happened)
    {
        Step step = line.Step!;
        if (!step.Statement.HasBody) return null;
        IEnumerable<RunLine> lines = !IsBlockOfNames(step)
            ? step.Block.Where(inner => inner.Step is null || (line.Dead >> inner.Step.Process & 1) == 0).Select(inner => new RunLine
            {
                Step = inner.Step,
                FailAllocation = inner.Step?.FailAllocation ?? 0,
                Expectation = inner.Expectation,
                IsAsWritten = line.IsAsWritten,
                Kind = inner.Step is null ? UnrolledKind.Expectation : UnrolledKind.Call,
            })
            : new WrittenLines(_scenario, _steps, FailuresFor).Of(step.Statement.Body);
        return () =>
        {
            happened.Block ??= [];
            foreach (RunLine inner in lines)
            {
                if (inner.Step is not null) Call(inner, happened);
                else if (inner.Expectation is { } expectation) Check(expectation);
                if (_panic is not null) break;
            }
        };
    }

    private void Repeat(RunLine line)
    {
        if (line.Depth != 1 || line.Repeat is not { } repeat) return;
        switch (line.Kind)
        {
            case UnrolledKind.RepeatBegins:
                _recorder = new GrowthRecorder(_world, _ledger);
                break;
            case UnrolledKind.RoundEnds:
                _recorder!.EndRepetition();
                break;
            default:
                Try(() => _growth.Add(_recorder!.Report(repeat.Position.Line)));
                if (_recorder!.Grows && _panic is null) _growing = (repeat, _world.Save(), _calls);
                _recorder = null;
                break;
        }
    }

    /// <summary>How often that has happened which a repeat waits for.</summary>
    private long FailuresFor(UntilOutOfMemory until) => until.HeapOnly ? _world.Heap.Stats.NumAllocFail : _exhaustion.Failures;

    /// <summary>Makes the present state the one to come back to when something has been tried.</summary>
    private void Keep()
    {
        _journal.Keep();
        _journal.Forget();
    }

    /// <summary>Looks at the present state; the call is the one behind which it is, null before the first one.</summary>
    private void Read(CallInstance? call)
    {
        Keep();
        _state.Forget();
        Try(() =>
        {
            _graph.Read();
            if (call is null) return;
            _owners.See(_graph, call);
            foreach (Finding finding in Rulebook.Judge(_state)) _findings.Add(finding);
        });
    }

    /// <summary>Looks at the world from outside of a call. Memory so damaged that even this stops ends the run.</summary>
    private void Try(Action look)
    {
        try
        {
            look();
        }
        catch (CorePanicException damage)
        {
            _isUnreadable = true;
            CallInstance? last = _ledger.Current;
            _findings.Add(new Finding(
                FailureKind.CorruptedHeap, last is null ? "" : last.Reference.Call, last?.Reference.Line ?? 0,
                CorruptionRule.Unreadable(damage)));
        }
    }
}
