using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

internal sealed partial class ScenarioRun
{
    /// <returns>False when the core panicked, so that nothing can follow.</returns>
    private bool RunBlock(IReadOnlyList<Statement> block)
    {
        foreach (Statement statement in block)
        {
            bool goesOn = false;
            if (!Look(() => goesOn = Run(statement)) || !goesOn || _panic is not null) return false;
        }

        return true;
    }

    private bool Run(Statement statement) => statement switch
    {
        CallStatement call => RunCall(call, awaited: null),
        RepeatStatement repeat => RunRepeat(repeat),
        ExpectStatement expectation => Check(expectation),
        _ => true,
    };

    private bool RunRepeat(RepeatStatement repeat)
    {
        long outer = _repetition;
        GrowthRecorder? recorder = _depth++ == 0 ? new GrowthRecorder(_world, _ledger) : null;
        long firstCall = _calls + 1;
        long warmedUp = long.MaxValue;
        bool goesOn = true;
        for (ulong i = 1; goesOn && i <= repeat.Count.AtMost; i++)
        {
            _repetition = (long)i;
            long failedBefore = FailuresFor(repeat.Count);
            goesOn = repeat.Count is UntilOutOfMemory until ? RunUntilOom(until, repeat.Body) : RunBlock(repeat.Body);
            if (goesOn && FailuresFor(repeat.Count) != failedBefore) break;
            recorder?.EndRepetition();
            if (i == 1) warmedUp = _calls + 1;
        }

        _repetition = outer;
        _depth--;
        if (recorder is not null) EndOutermost(repeat, recorder, firstCall, warmedUp);
        return goesOn;
    }

    /// <summary>How often that has happened which a repeat waits for.</summary>
    private long FailuresFor(RepeatCount count) => count switch
    {
        UntilOutOfMemory { HeapOnly: true } => _world.Heap.Stats.NumAllocFail,
        UntilOutOfMemory => _exhaustion.Failures,
        _ => 0,
    };

    // Ends behind the statement in which an allocation failed.
    private bool RunUntilOom(UntilOutOfMemory until, IReadOnlyList<Statement> body)
    {
        long failedBefore = FailuresFor(until);
        foreach (Statement statement in body)
        {
            bool goesOn = statement is CallStatement call ? RunCall(call, until) : RunBlock([statement]);
            if (!goesOn) return false;
            if (FailuresFor(until) != failedBefore) return true;
        }

        return true;
    }

    private void EndOutermost(RepeatStatement repeat, GrowthRecorder recorder, long firstCall, long warmedUp)
    {
        _growth.Add(recorder.Report(repeat.Position.Line));
        // What has lost its owner explains its part of the growth; only what is beyond that is held by somebody who never lets go.
        Dictionary<Core.CallSite, long> ownerless = _ledger.Live
            .Where(a => a.OwnerlessSince is not null && a.Born is { } born && born.Index >= warmedUp)
            .GroupBy(a => a.Site)
            .ToDictionary(g => g.Key, g => g.LongCount());
        foreach (Allocation a in _ledger.Live)
        {
            if (a.Born is { } born && born.Index >= firstCall && a.OwnerlessSince is null && recorder.GrowthOf(a.Site) > ownerless.GetValueOrDefault(a.Site)) a.Growing = true;
        }

        _tracker.TakeDown();
        if (recorder.Grows && _panic is null) _growing = (repeat, _world.Snapshot(), _variables.Copy());
    }

    /// <param name="call">The call.</param>
    /// <param name="awaited">What the repeat around it waits for: when it comes, any result will do.</param>
    private bool RunCall(CallStatement call, UntilOutOfMemory? awaited)
    {
        if (_executor.MissingValue(call, _variables) is { } missing)
        {
            _failures.Add(call.Position.Line, $"`{call}` could not be made, because the call that should have given '{missing}' its value failed");
            return true;
        }

        var instance = new CallInstance(call, _repetition, ++_calls);
        _ledger.Current = instance;
        bool nested = _inCall++ > 0;
        if (!nested) _tracker.BeforeCall(_variables);
        long failedBefore = awaited is null ? 0 : FailuresFor(awaited);

        TeeOutcome outcome = Execute(call, instance);
        int missingAllocations = _executor.MissingAllocations;
        _inCall--;
        string expected = call.Expected?.Text ?? nameof(TeeResult.SUCCESS);
        if (outcome.Panic is { } panic)
        {
            _panic ??= new PanicReport(instance.Reference, panic.Message, expected == ExpectedOutcome.CorePanic);
            return false;
        }

        // Within another call much is held by that call's stack alone.
        if (!nested && _executor.Compile(call).IsPassive) _tracker.AfterPassiveCall(instance);
        else if (!nested) _tracker.AfterCall(instance, outcome.Result);
        bool isAwaited = awaited is not null && FailuresFor(awaited) != failedBefore;
        CheckFault(call, missingAllocations);
        if (!isAwaited) CheckOutcome(call, outcome, expected);
        return true;
    }

    private void CheckOutcome(CallStatement call, TeeOutcome outcome, string expected)
    {
        if (expected == ExpectedOutcome.Any) return;
        if (outcome.Hang is { } hang)
        {
            if (expected != ExpectedOutcome.Hangs) _failures.Add(call.Position.Line, $"`{call}` never returns: {hang}");
        }
        else if (expected != outcome.Result.ToString())
        {
            _failures.Add(call.Position.Line, $"`{call}` returned {outcome.Result}, expected {expected}");
        }
    }

    /// <summary>Makes the calls in a call's block, while that call waits for the normal world.</summary>
    private void RunDuring(CallStatement call, CallInstance instance)
    {
        _duringRan = true;
        RunBlock(call.Body);
        _ledger.Current = instance;
    }

    /// <summary>Calls that print are there to be read: their lines are kept even when nobody asked for the log.</summary>
    private TeeOutcome Execute(CallStatement call, CallInstance instance)
    {
        if (call.HasBody) return ExecuteWithBody(call, instance);
        if (!_executor.Compile(call).Prints) return _executor.Execute(call, _variables)!.Value;
        _printing = [];
        // What a program of the normal world prints is not the device's log.
        _printsItself = call.Call.Text is "alloc_stats";
        _deviceLog.Enabled = !_printsItself || _options.OnLogLine is not null;
        TeeOutcome outcome = _executor.Execute(call, _variables)!.Value;
        _deviceLog.Enabled = _options.OnLogLine is not null;
        if (_printing.Count > 0) _printed.Add(new PrintedReport(instance.Reference, _printing));
        _printing = null;
        _printsItself = false;
        return outcome;
    }

    private TeeOutcome ExecuteWithBody(CallStatement call, CallInstance instance)
    {
        _duringRan = false;
        TeeOutcome outcome = _executor.Execute(call, _variables, () => RunDuring(call, instance))!.Value;
        if (!_duringRan) _failures.Add(call.Position.Line, $"`{call}` loaded nothing, so the calls inside of it could not be made meanwhile");
        return outcome;
    }
}
