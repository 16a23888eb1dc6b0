using TeeSim.Core;
using TeeSim.Kernel;
using TeeSim.Scenarios.Analysis;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

internal sealed partial class ScenarioRun
{
    private const string AnyResult = "any";

    /// <returns>False when the core panicked, so that nothing can follow.</returns>
    private bool RunBlock(IReadOnlyList<Statement> block)
    {
        foreach (Statement statement in block)
        {
            bool goesOn = statement switch
            {
                CallStatement call => RunCall(call, endsOnOom: false),
                RepeatStatement repeat => RunRepeat(repeat),
                ExpectStatement expectation => Check(expectation),
                _ => true,
            };
            if (!goesOn) return false;
        }

        return true;
    }

    private bool RunRepeat(RepeatStatement repeat)
    {
        long outer = _repetition;
        GrowthRecorder? recorder = _depth++ == 0 ? new GrowthRecorder(_world, _ledger) : null;
        long firstCall = _calls + 1;
        bool goesOn = true;
        for (ulong i = 1; goesOn && i <= repeat.Count.AtMost; i++)
        {
            _repetition = (long)i;
            uint failedBefore = _world.Heap.Stats.NumAllocFail;
            goesOn = repeat.Count is UntilPrintOom ? RunUntilOom(repeat.Body) : RunBlock(repeat.Body);
            if (goesOn && repeat.Count is UntilPrintOom && _world.Heap.Stats.NumAllocFail != failedBefore) break;
            recorder?.EndRepetition();
        }

        _repetition = outer;
        _depth--;
        if (recorder is not null) EndOutermost(repeat, recorder, firstCall);
        return goesOn;
    }

    // Ends behind the statement in which an allocation failed.
    private bool RunUntilOom(IReadOnlyList<Statement> body)
    {
        uint failedBefore = _world.Heap.Stats.NumAllocFail;
        foreach (Statement statement in body)
        {
            bool goesOn = statement is CallStatement call ? RunCall(call, endsOnOom: true) : RunBlock([statement]);
            if (!goesOn) return false;
            if (_world.Heap.Stats.NumAllocFail != failedBefore) return true;
        }

        return true;
    }

    private void EndOutermost(RepeatStatement repeat, GrowthRecorder recorder, long firstCall)
    {
        _growth.Add(recorder.Report(repeat.Position.Line));
        foreach (Allocation a in _ledger.Live)
        {
            if (a.Born is { } born && born.Index >= firstCall && a.OwnerlessSince is null && recorder.GrowsSteadily(a.Site)) a.Growing = true;
        }

        _tracker.TakeDown();
        if (recorder.Grows && _panic is null) _growing = (repeat, _world.Snapshot(), _variables.Copy());
    }

    /// <param name="call">The call.</param>
    /// <param name="endsOnOom">When an allocation fails in it, that is what the repeat around it waits for: any result will do.</param>
    private bool RunCall(CallStatement call, bool endsOnOom)
    {
        if (_executor.MissingValue(call, _variables) is { } missing)
        {
            _failures.Add(call.Position.Line, $"`{call}` could not be made, because the call that should have given '{missing}' its value failed");
            return true;
        }

        var instance = new CallInstance(call, _repetition, ++_calls);
        _ledger.Current = instance;
        bool keep = !IsPassive(call) && _tracker.WantsStateBefore(call);
        WorldSnapshot? before = keep ? _world.Snapshot() : null;
        Variables? variablesBefore = keep ? _variables.Copy() : null;
        uint failedBefore = _world.Heap.Stats.NumAllocFail;

        TeeOutcome outcome = Execute(call, instance);
        if (outcome.Panic is { } panic)
        {
            _panic = new PanicReport(instance.Reference, panic.Message);
            return false;
        }

        if (!IsPassive(call)) _tracker.AfterCall(instance, outcome.Result, before, variablesBefore);
        bool isAwaited = endsOnOom && _world.Heap.Stats.NumAllocFail != failedBefore;
        string expected = call.Expected?.Text ?? nameof(TeeResult.SUCCESS);
        if (!isAwaited && expected != AnyResult && expected != outcome.Result.ToString())
            _failures.Add(call.Position.Line, $"`{call}` returned {outcome.Result}, expected {expected}");
        return true;
    }

    private static bool Prints(CallStatement call) => call.Call.Text is "mdbg_check" or "print_mappings";

    // Nothing in the memory changes hands in such a call.
    private static bool IsPassive(CallStatement call) => Prints(call) || call.Call.Text is "sleep";

    /// <summary>Calls that print are there to be read: their lines are kept even when nobody asked for the log.</summary>
    private TeeOutcome Execute(CallStatement call, CallInstance instance)
    {
        if (!Prints(call)) return _executor.Execute(call, _variables)!.Value;
        _printing = [];
        _deviceLog.Enabled = true;
        TeeOutcome outcome = _executor.Execute(call, _variables)!.Value;
        _deviceLog.Enabled = _options.OnLogLine is not null;
        if (_printing.Count > 0) _printed.Add(new PrintedReport(instance.Reference, _printing));
        _printing = null;
        return outcome;
    }
}
