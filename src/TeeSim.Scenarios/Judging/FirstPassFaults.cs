using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// Makes the allocation fail again, in each pass, that a fault has made fail in the first one: known by its place in the source, and not by
/// its number. What is kept for reuse needs no allocation the next time, and then the same number is another allocation. Where the
/// allocation does not come any more, a call that has failed for the lack of it is left out, since its success
/// would make another script of it.
/// </summary>
/// <param name="execution">Where the steps are made.</param>
internal sealed class FirstPassFaults(Execution execution)
{
    private readonly Dictionary<int, Fault?> _faults = [];
    private readonly List<CallSite> _allocations = [];
    private bool _watches;

    /// <summary>Is told of what happens in the world.</summary>
    public void On(in TeeEvent e)
    {
        if (_watches && e.Kind is TeeEventKind.Allocated or TeeEventKind.AllocationFailed) _allocations.Add(e.Site);
    }

    /// <summary>Makes a step.</summary>
    /// <exception cref="DriverProblemException">The driver threw an exception.</exception>
    public TeeOutcome? Make(Step step)
    {
        // What comes in meanwhile allocates as well, and can't be told apart.
        if (step.FailAllocation == 0 || step.Block.Length > 0) return execution.Make(step);
        if (!_faults.TryGetValue(step.Index, out Fault? fault))
        {
            TeeOutcome? outcome = Watched(() => execution.Make(step));
            // A fault that has not come fails nothing in later passes either.
            _faults[step.Index] = _allocations.Count < step.FailAllocation ? null : FaultOf(step);
            return outcome;
        }

        if (fault is null) return execution.Make(step, step.Call, failing: 0, block: null);
        int number = NumberOf(fault, step);
        if (number > 0 || fault.State == StepState.Succeeded) return execution.Make(step, step.Call, number, block: null);
        execution.Assume(step, fault.State, default, ranOut: false, byFault: false);
        return null;
    }

    private Fault FaultOf(Step step)
    {
        CallSite site = _allocations[step.FailAllocation - 1];
        return new Fault(site, _allocations.Take(step.FailAllocation).Count(a => a == site), execution.StateOf(step.Index));
    }

    // By making the step, as far as it goes, without a fault; 0 when the allocation does not come.
    private int NumberOf(Fault fault, Step step)
    {
        if (execution.MissingInput(step) >= 0) return 0;
        WorldSnapshot before = execution.World.Snapshot();
        NamedValue[] inputs = [.. step.Inputs.Select(execution.ValueOf)];
        try
        {
            Watched(() => step.Call.Make(execution.World, inputs, failing: 0, out _));
        }
        catch (DriverFaultException)
        {
            // The script does not come so far: the allocation fails before.
        }

        execution.World.Restore(before);
        int nth = fault.Nth;
        for (int i = 0; i < _allocations.Count; i++)
        {
            if (_allocations[i] == fault.Site && --nth == 0) return i + 1;
        }

        return 0;
    }

    private T Watched<T>(Func<T> make)
    {
        _allocations.Clear();
        _watches = true;
        try
        {
            return make();
        }
        finally
        {
            _watches = false;
        }
    }

    /// <summary>An allocation that failed.</summary>
    /// <param name="Site">Who asked for it.</param>
    /// <param name="Nth">The how many of that call site in its step it was, from 1.</param>
    /// <param name="State">What became of the step.</param>
    private sealed record Fault(CallSite Site, int Nth, StepState State);
}
