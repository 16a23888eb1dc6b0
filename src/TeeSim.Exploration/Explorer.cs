using System.Numerics;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Drivers;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration;

/// <summary>
/// Tries the orderings of a script's calls: every one that keeps each process's own order, uses after what gives them, waits and locks.
/// </summary>
public static class Explorer
{
    /// <summary>How many steps a script can have, repeats unrolled.</summary>
    public const int MostSteps = 5_000;

    // Who knows the call says so first.
    private static readonly TimeSpan LookingAgain = TimeSpan.FromSeconds(1);

    /// <summary>The script as a program of steps.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">
    /// How many rounds of each repeat it shall have at the most; null for all, and three of a repeat without a fixed count.
    /// </param>
    /// <param name="problem">Why it can't be explored; null on success.</param>
    public static CallProgram? Compile(Scenario scenario, long? rounds, out Diagnostic? problem)
    {
        problem = null;
        CallProgram? program = ProgramBuilder.Build(scenario, rounds, MostSteps);
        SourcePosition file = SourcePosition.OfFile(scenario.Script.File);
        if (program is null)
        {
            problem = new Diagnostic(file, $"the script makes more than {MostSteps:N0} calls, too many to try their orderings; "
                + "lower a count, or say with --rounds how many rounds of a repeat to try");
        }
        else if (program.Processes.Count > Schedule.MostProcesses)
        {
            problem = new Diagnostic(file,
                $"the script has {program.Processes.Count} processes; the orderings of at most {Schedule.MostProcesses} can be tried");
        }
        return problem is null ? program : null;
    }

    /// <summary>Tries the orderings of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told now and then how far the search is; null for nobody.</param>
    /// <param name="cancel">Stops the search; the report then says what was found up to then.</param>
    /// <exception cref="DriverHangsException">A driver does not come back from a call. Its thread is lost.</exception>
    public static ExplorationReport Explore(
        CallProgram program, SearchOptions options, Action<SearchProgress>? progress = null, CancellationToken cancel = default)
    {
        string? whyExact = options.Equality == StateEquality.Exact ? null : WhyExact(program, options.LongestCall);
        ExplorationReport? report = whyExact is null ? Search(program, options, null, progress, cancel) : null;
        if (report is not null) return report;
        whyExact ??= "memory could run out, which depends on where things lie";
        return Search(program, options with { Equality = StateEquality.Exact }, whyExact, progress, cancel)!;
    }

    // A driver may not come back from the very first call that is tried.
    private static string? WhyExact(CallProgram program, TimeSpan longestCall)
    {
        var watch = new CallWatch();
        return LosableThread.Run(() => AddressChecks.WhyExact(program, watch), () => ThrowIfLost(program, longestCall, watch));
    }

    // Null when states are equal up to addresses, and it turns out that addresses matter.
    private static ExplorationReport? Search(
        CallProgram program, SearchOptions options, string? whyExact, Action<SearchProgress>? progress, CancellationToken cancel)
    {
        var script = new JudgedScript(program.Scenario, program.Processes, () => program, program.JudgesLeaksItself);
        var search = new SearchContext(program, options, script, cancel);
        SearchWorker[] workers = RunWorkers(search, Math.Max(1, options.Workers), progress);
        if (search.RoomMatters) return null;
        return Report(search, workers, whyExact);
    }

    private static SearchWorker[] RunWorkers(SearchContext search, int count, Action<SearchProgress>? progress)
    {
        var workers = new SearchWorker[count];
        workers[0] = new SearchWorker(search);
        search.Tasks.Give(workers[0].Root());
        Exception? failure = null;
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            // A thread that is lost must not keep the command alive.
            threads[i] = new Thread(() =>
            {
                try
                {
                    (workers[number] ??= new SearchWorker(search)).Run();
                }
#pragma warning disable CA1031 // Carried over to the thread that waits.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                    search.Halt(StopReason.Cancelled);
                }
            }, LosableThread.StackSize)
            { IsBackground = true };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            while (!thread.Join(100))
            {
                progress?.Invoke(new SearchProgress(search.Graph.NodeCount, search.Transitions, search.Tasks.Queue, search.Elapsed));
                ThrowIfLost(search, workers);
            }
        }

        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return workers;
    }

    private static void ThrowIfLost(SearchContext search, SearchWorker[] workers)
    {
        try
        {
            ThrowIfLost(search.Program, search.Options.LongestCall, [.. workers.OfType<SearchWorker>().Select(w => w.Watch)]);
        }
        catch (DriverHangsException)
        {
            // The others need not go on.
            search.Halt(StopReason.Cancelled);
            throw;
        }
    }

    private static void ThrowIfLost(CallProgram program, TimeSpan longestCall, params CallWatch[] watches)
    {
        foreach (CallWatch watch in watches)
        {
            if (watch.Lost(longestCall) is { } call) throw new DriverHangsException(call, longestCall);
        }

        // Between calls a driver is asked, and closing calls are tried.
        if (program.Scenario.Options.Driver is WatchedDriverFactory watched && watched.Lost(longestCall + LookingAgain) is { } entry)
            throw new DriverHangsException(entry, longestCall);
    }

    private static ExplorationReport Report(SearchContext search, SearchWorker[] workers, string? whyExact)
    {
        CallProgram program = search.Program;
        var order = new NodeOrder(search.Graph);
        IReadOnlyDictionary<FailureKind, BigInteger> kinds = new OrderingCounts(search, order).ByKind();
        BigInteger orderings = kinds.Values.Aggregate(BigInteger.Zero, (a, b) => a + b);
        BigInteger? atLeast = new ScheduleSpace(program).All;
        // Counted in two ways that share nothing: on the graph of states, and from the order of the calls alone.
        if (search.Stop == StopReason.None && !search.Options.HasFaults && atLeast is { } all && all != orderings)
            throw new InvalidOperationException($"the search has tried {orderings} orderings, but there are {all}");
        List<FailureExample> examples = Examples.Of(search, order, out int leftOut);
        return new ExplorationReport
        {
            File = program.Scenario.Script.File,
            Target = program.Scenario.Options.Profile.Name,
            Driver = program.Scenario.Options.Driver.Name,
            Processes = program.Processes,
            IsComplete = search.Stop == StopReason.None,
            Stop = search.Stop,
            Shortened = [.. program.Shortened.Select(s => new ShortenedReport(s.Line, s.Rounds))],
            Orderings = orderings,
            AtLeast = atLeast,
            Kinds = [.. kinds.Select(k => new KindCount(k.Key, k.Value))],
            Failures = examples,
            FailuresLeftOut = leftOut,
            NeverHeld = NeverHeld(search),
            Options = search.Options,
            States = search.Graph.NodeCount,
            Transitions = workers.Sum(w => w?.Transitions ?? 0),
            LockOrders = [.. PossibleDeadlocks.In([.. workers.OfType<SearchWorker>().SelectMany(w => w.LockOrders).Distinct()])
                .Select(c => c.Sentence)],
            WhyExact = whyExact,
            IsGrowthDecided = !search.Script.HasPlateau || search.Script.Plateau.IsDecided,
        };
    }

    private static List<Scenarios.Reports.FailureReport> NeverHeld(SearchContext search)
    {
        var never = new List<Scenarios.Reports.FailureReport>();
        foreach (IGrouping<ExpectStatement, Cut> rounds in search.Program.Cuts
            .SelectMany(c => c.Expectations.Where(e => e.Sometimes).Distinct().Select(e => (Where: c, Expectation: e)))
            .GroupBy(e => e.Expectation, e => e.Where))
        {
            int broken = rounds.Count(where => !search.Sometimes.HasHeld(where, rounds.Key));
            if (broken == 0) continue;
            string which = broken == rounds.Count() ? "" : $", in {broken} of {rounds.Count()} rounds";
            never.Add(new Scenarios.Reports.FailureReport(
                rounds.Key.Position.Line, $"`{ScriptPrinter.Print(rounds.Key)}` held in no ordering{which}", 1));
        }

        return never;
    }
}
