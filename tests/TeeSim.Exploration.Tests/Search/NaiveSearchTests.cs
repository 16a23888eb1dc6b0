using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Tests.Search;

/// <summary>Searches against the naive way: list all orderings, run each one as a script of its own from boot on, and count what the report of the run says.</summary>
public sealed class NaiveSearchTests
{
    private static readonly string[] Calls =
    [
        "{0}  {1} = open_session(drm) -> any",
        "{0}  {1} = open_session(tvp) -> any",
        "{0}  {1}c = open_channel({1}, 0x5a300000 + 1M) -> any",
        "{0}  {1}v = map({1}, 0x5a300000, 0x1000) -> any",
        "{0}  unmap({1}, 0x5a300000, 0x1000) -> any",
        "{0}  close_channel({1}c) -> any",
        "{0}  close_session({1}) -> any",
        "{0}  {1}m = register_shm(4K) -> any",
        "{0}  invoke({1}, shm: {1}m) -> any",
    ];

    [Property(MaxTest = 20)]
    public Property Every_search_counts_what_a_run_of_each_ordering_counts() => Prop.ForAll(Scripts().ToArbitrary(), text =>
    {
        CallProgram program = Explorations.Compile(text);
        var naive = Orderings(program).Select(o => Leaks(program, o)).ToLookup(leaks => leaks);
        foreach (SearchOptions options in Explorations.AllWays)
        {
            ExplorationReport report = Explorer.Explore(program, options);
            report.IsComplete.ShouldBeTrue();
            report.Orderings.ShouldBe(naive.Sum(g => g.Count()));
            report.Orderings.ShouldBe(report.AtLeast!.Value);
            // Channels that are left open are no leak of a run.
            Count(report, FailureKind.Leak).ShouldBe(naive[true].Count(), text);
        }
    });

    private static int Count(ExplorationReport report, FailureKind kind) => (int)(report.Kinds.FirstOrDefault(k => k.Kind == kind)?.Orderings ?? 0);

    private static bool Leaks(CallProgram program, Schedule ordering)
    {
        RunReport report = ScenarioRunner.Run(ScheduledScript.Of(program, ordering), new RunOptions());
        report.Panic.ShouldBeNull();
        return report.Leaks.Any(l => l.StillThere);
    }

    private static IEnumerable<Schedule> Orderings(CallProgram program)
    {
        int[] positions = new int[program.Processes.Count];
        var made = new List<Alternative>();
        return Rest();

        IEnumerable<Schedule> Rest()
        {
            bool any = false;
            for (int p = 0; p < positions.Length; p++)
            {
                if (program.Next(positions, 0, p) is not { } step) continue;
                any = true;
                CallProgram.Advance(positions, step);
                made.Add(new Alternative(p, AlternativeKind.Call));
                foreach (Schedule schedule in Rest()) yield return schedule;
                made.RemoveAt(made.Count - 1);
                CallProgram.Retreat(positions, step);
            }

            if (!any) yield return new Schedule([.. made]);
        }
    }

    // Two or three processes with a session each, and a few of its calls in an order that passes the check.
    private static Gen<string> Scripts() =>
        from processes in Gen.Choose(2, 3)
        from picks in Gen.Choose(2, Calls.Length - 1).ListOf(processes == 2 ? 5 : 3)
        from owners in Gen.Choose(0, processes - 1).ListOf(picks.Count)
        from tas in Gen.Choose(0, 1).ListOf(processes)
        select Write(processes, [.. picks], [.. owners], [.. tas]);

    private static string Write(int processes, int[] picks, int[] owners, int[] tas)
    {
        var lines = new List<string>();
        var known = new HashSet<string>();
        for (int p = 0; p < processes; p++) Add(Calls[tas[p]], p);
        for (int i = 0; i < picks.Length; i++)
        {
            string name = Name(owners[i]);
            if (picks[i] == 5 && !known.Contains(name + "c")) Add(Calls[2], owners[i]);
            else if (picks[i] == 8 && !known.Contains(name + "m")) Add(Calls[7], owners[i]);
            else Add(Calls[picks[i]], owners[i]);
        }

        return Explorations.Device + string.Join('\n', lines) + "\n";

        void Add(string call, int process)
        {
            string line = string.Format(System.Globalization.CultureInfo.InvariantCulture, call, $"p{process}", Name(process));
            if (line.Contains('=', StringComparison.Ordinal)) known.Add(line.Split("  ")[1].Split(' ')[0]);
            lines.Add(line);
        }
    }

    private static string Name(int process) => $"s{process}";
}
