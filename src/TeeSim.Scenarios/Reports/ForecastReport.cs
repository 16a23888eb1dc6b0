namespace TeeSim.Scenarios.Reports;

/// <summary>What would come if the last repeat that grows went on: simulated on a copy of the state, not extrapolated.</summary>
/// <param name="Line">The line of the repeat.</param>
/// <param name="Event">What ends it.</param>
/// <param name="MoreRepetitions">In which further repetition, from 1; for <see cref="ForecastEvent.NotYet"/> how many were tried.</param>
public sealed record ForecastReport(int Line, ForecastEvent Event, long MoreRepetitions);

/// <summary>What ends a repeat that goes on.</summary>
public enum ForecastEvent
{
    /// <summary>An allocation fails: <c>print_oom</c>.</summary>
    PrintOom,

    /// <summary>There are no page tables for one more region.</summary>
    PageTables,

    /// <summary>A call returns <c>OUT_OF_MEMORY</c> though neither heap nor page tables ran out: a limit of the driver's own.</summary>
    DriverLimit,

    /// <summary>The core panics.</summary>
    Panic,

    /// <summary>Nothing, as far as it was tried.</summary>
    NotYet,
}
