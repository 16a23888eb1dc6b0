using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Drivers;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Verifying;

/// <summary>
/// Judges drivers by scripts: every ordering of every script, with every driver. Each cell of the table is searched by one thread, so
/// that it always comes out the same.
/// </summary>
public static class Verifier
{
    /// <summary>Transitions after which the search for one cell stops, when nothing else is said.</summary>
    public const long DefaultTransitions = 200_000;

    // Of scripts that make many calls, so much is tried: a table is to be there while one waits for it.
    private const long RoundsOfLongScripts = 3;
    private const int MostStepsOfAllRounds = 200;

    /// <summary>Fills the table.</summary>
    /// <param name="scenarios">The scripts.</param>
    /// <param name="drivers">The drivers.</param>
    /// <param name="options">How orderings are tried; its workers search different cells.</param>
    /// <param name="progress">Is told how many cells are done; null for nobody.</param>
    /// <param name="cancel">Stops all searches.</param>
    /// <returns>The cells, script by script, in the order of the drivers.</returns>
    public static IReadOnlyList<VerifyCell> Verify(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<IDriverFactory> drivers, SearchOptions options, Action<int>? progress = null,
        CancellationToken cancel = default)
    {
        var cells = new VerifyCell[scenarios.Count * drivers.Count];
        int done = 0;
        try
        {
            Parallel.For(0, scenarios.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Workers) }, s =>
            {
                VerifyCell? same = null;
                for (int d = 0; d < drivers.Count; d++)
                {
                    // What never calls the driver comes out the same with all of them.
                    cells[s * drivers.Count + d] = same is null
                        ? Cell(scenarios[s], drivers[d], options, cancel, out bool callsDriver)
                        : Copy(same, drivers[d], out callsDriver);
                    if (!callsDriver) same = cells[s * drivers.Count + d];
                    progress?.Invoke(Interlocked.Increment(ref done));
                }
            });
        }
        catch (AggregateException several)
        {
            // One cause is enough to be told.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return cells;
    }

    private static VerifyCell Copy(VerifyCell cell, IDriverFactory driver, out bool callsDriver)
    {
        callsDriver = false;
        return cell with { Driver = driver.Name, Report = cell.Report is { } report ? report with { Driver = driver.Name } : null };
    }

    private static VerifyCell Cell(
        Scenario scenario, IDriverFactory driver, SearchOptions options, CancellationToken cancel, out bool callsDriver)
    {
        callsDriver = true;
        // A cell that is lost must say nothing about the others of its driver.
        IDriverFactory searched = driver is WatchedDriverFactory watched ? watched.Alone() : driver;
        if (scenario.WithDriver(searched, out IReadOnlyList<Diagnostic> diagnostics) is not { } with)
            return new VerifyCell(scenario.Script.File, driver.Name, null, diagnostics[0].ToString(), VerifyResult.NotApplicable);

        SearchOptions search = options with { Workers = 1, Transitions = options.Transitions ?? DefaultTransitions };
        CallProgram? program = Explorer.Compile(with, search.Rounds, out Diagnostic? problem);
        if (search.Rounds is null && (program is null || (program.Steps.Count > MostStepsOfAllRounds && program.Processes.Count > 1)))
        {
            search = search with { Rounds = RoundsOfLongScripts };
            program = Explorer.Compile(with, search.Rounds, out problem);
        }

        callsDriver = program?.Steps.Any(s => s.Call.Definition.Traits.HasFlag(CallTraits.OfDriver)) ?? false;
        if (program is null) return new VerifyCell(scenario.Script.File, driver.Name, null, problem!.Message);
        try
        {
            return new VerifyCell(scenario.Script.File, driver.Name, Explorer.Explore(program, search, cancel: cancel), null);
        }
        catch (Exception cause) when (cause is DriverProblemException or DriverFaultException or DriverHangsException)
        {
            // The other cells say what they say all the same.
            return new VerifyCell(scenario.Script.File, driver.Name, null, cause.Message, VerifyResult.Failed);
        }
    }
}
