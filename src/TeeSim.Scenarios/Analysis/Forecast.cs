using TeeSim.Core;
using TeeSim.Core.Events;
using TeeSim.Kernel;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Analysis;

/// <summary>Lets a repeat go on, on a copy of the state, until memory or page tables run out: a simulation, no extrapolation.</summary>
internal sealed class Forecast(SecureWorld world, CallExecutor executor)
{
    /// <summary>Calls, and rounds of nested repeats, which take time even when they are empty.</summary>
    private const long MostSteps = 30_000;

    private ForecastEvent _exhausted = ForecastEvent.NotYet;
    private long _steps;

    /// <summary>Continues from a state. The world is left changed.</summary>
    public ForecastReport Continue(RepeatStatement repeat, WorldSnapshot from, Variables variables)
    {
        world.Restore(from);
        world.Events.Listener = e => _exhausted = e.Kind switch
        {
            TeeEventKind.AllocationFailed when !ExhaustionWatch.HasRoom(world, e) => ForecastEvent.PrintOom,
            TeeEventKind.PageTablesUnavailable => ForecastEvent.PageTables,
            _ => _exhausted,
        };
        Variables forked = variables.Copy();
        ForecastEvent ending = ForecastEvent.NotYet;
        long repetition = 0;
        while (ending == ForecastEvent.NotYet && _steps < MostSteps)
        {
            repetition++;
            ending = RunBody(repeat.Body, forked);
        }

        world.Events.Listener = null;
        return new ForecastReport(repeat.Position.Line, ending, repetition);
    }

    private ForecastEvent RunBody(IReadOnlyList<Statement> body, Variables variables)
    {
        foreach (Statement statement in body)
        {
            ForecastEvent ending = statement switch
            {
                CallStatement call => RunCall(call, variables),
                RepeatStatement repeat => RunNested(repeat, variables),
                _ => ForecastEvent.NotYet,
            };
            if (ending != ForecastEvent.NotYet) return ending;
        }

        return ForecastEvent.NotYet;
    }

    private ForecastEvent RunNested(RepeatStatement repeat, Variables variables)
    {
        for (ulong i = 0; i < repeat.Count.AtMost && _steps++ < MostSteps; i++)
        {
            ForecastEvent ending = RunBody(repeat.Body, variables);
            if (ending != ForecastEvent.NotYet) return ending;
        }

        return ForecastEvent.NotYet;
    }

    private ForecastEvent RunCall(CallStatement call, Variables variables)
    {
        _steps++;
        // What only looks changes nothing, and costs the more the fuller the heap is.
        if (call.Call.Text is "mdbg_check" or "print_mappings" or "ta_status") return ForecastEvent.NotYet;
        if (executor.Execute(call, variables) is not { } outcome) return ForecastEvent.NotYet;
        if (outcome.Panic is not null) return ForecastEvent.Panic;
        if (_exhausted != ForecastEvent.NotYet) return _exhausted;
        bool isMadeToFail = executor.Compile(call).FailAllocation > 0;
        return outcome.Result == TeeResult.OUT_OF_MEMORY && !isMadeToFail ? ForecastEvent.DriverLimit : ForecastEvent.NotYet;
    }
}
