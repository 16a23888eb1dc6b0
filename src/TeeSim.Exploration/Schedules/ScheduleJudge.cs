using TeeSim.Core.Panics;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.States;
using TeeSim.Kernel;

namespace TeeSim.Exploration.Schedules;

/// <summary>Judges one ordering as a search does: what a run of it does not look for, such as channels that nobody can close, is found here too.</summary>
public static class ScheduleJudge
{
    /// <summary>What is wrong with an ordering, in the order in which it shows; empty when nothing is.</summary>
    /// <param name="program">The program.</param>
    /// <param name="schedule">The ordering.</param>
    public static IReadOnlyList<Failure> Judge(CallProgram program, Schedule schedule)
    {
        var machine = new Machine(program, hashes: false);
        ObjectGraph graph = ObjectGraph.Of(machine.World);
        var failures = new FailureList();
        var oracle = new StateOracle(machine, graph, failures, GrowthBaseline.Of(program), new SometimesList());
        foreach (Alternative choice in schedule.Choices)
        {
            Step? step = choice.Kind == AlternativeKind.Kill ? null : machine.Next(choice.Process);
            TeeOutcome? outcome = machine.Make(choice);
            oracle.Judge(step, choice, outcome);
            if (outcome is { Panic: not null }) return All(failures);
            try
            {
                graph.Read();
            }
            catch (CorePanicException damage)
            {
                oracle.Damaged(step, choice, damage);
                return All(failures);
            }

            oracle.JudgeState(isEnd: !Enumerable.Range(0, program.Processes.Count).Any(p => machine.Next(p) is not null));
        }

        return All(failures);
    }

    private static List<Failure> All(FailureList failures) => [.. Enumerable.Range(1, failures.Count - 1).Select(i => failures[i])];
}
