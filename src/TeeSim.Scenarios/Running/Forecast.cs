using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Kernel.States;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Lets a repeat go on, on a copy of the state, until memory or page tables run out: a simulation, no extrapolation.</summary>
internal sealed class Forecast(Scenario scenario, NamedSteps steps, Execution from)
{
    /// <summary>Calls, and rounds of nested repeats, which take time even when they are empty.</summary>
    private const long MostSteps = 30_000;

    private ForecastEvent _exhausted = ForecastEvent.NotYet;

    /// <summary>Continues from a state.</summary>
    /// <param name="repeat">The repeat.</param>
    /// <param name="state">The state behind it.</param>
    public ForecastReport Continue(RepeatStatement repeat, WorldState state)
    {
        SecureWorld world = new SpareWorld(scenario.Options, state).AtStart();
        world.Events.Listener = e => _exhausted = e.Kind switch
        {
            TeeEventKind.AllocationFailed when !FailedAllocation.HadRoom(world, e) => ForecastEvent.PrintOom,
            TeeEventKind.PageTablesUnavailable => ForecastEvent.PageTables,
            _ => _exhausted,
        };
        var execution = new Execution(world, slots: 16, keepsHoldings: false);
        foreach (int slot in steps.Slots.Values)
            execution.Set(slot, from.StateOf(slot), from.StateOf(slot) == StepState.NotMade ? default : from.ValueOf(slot));
        var endless = repeat with { Count = new FixedCount(new Number(ulong.MaxValue, "", default)) };
        long round = 1;
        long made = 0;
        foreach (RunLine line in new WrittenLines(scenario, steps, _ => 0).Of([endless]))
        {
            if (++made > MostSteps) break;
            if (line is { Kind: UnrolledKind.RoundEnds, Depth: 1 }) round++;
            if (line.Step is not { } step || EndsWith(step, execution) is not { } ending) continue;
            return new ForecastReport(repeat.Position.Line, ending, round);
        }

        return new ForecastReport(repeat.Position.Line, ForecastEvent.NotYet, round);
    }

    private ForecastEvent? EndsWith(Step step, Execution execution)
    {
        // What only looks changes nothing, and costs the more the fuller the heap is.
        if (step.Call.Definition.IsPassive) return null;
        Action? block = step.Statement.HasBody ? () => MakeBlock(step, execution) : null;
        TeeOutcome? outcome = execution.Make(step, step.Call, step.FailAllocation, block);
        if (outcome is { Panic: not null }) return ForecastEvent.Panic;
        if (_exhausted != ForecastEvent.NotYet) return _exhausted;
        return outcome is { Result: TeeResult.OUT_OF_MEMORY } && step.FailAllocation == 0 ? ForecastEvent.DriverLimit : null;
    }

    private void MakeBlock(Step step, Execution execution)
    {
        foreach (RunLine line in new WrittenLines(scenario, steps, _ => 0).Of(step.Statement.Body))
        {
            if (line.Step is { } inner) EndsWith(inner, execution);
        }
    }
}
