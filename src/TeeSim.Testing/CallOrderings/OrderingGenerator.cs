using FsCheck;
using FsCheck.Fluent;
using TeeSim.Exploration.Schedules;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Testing.CallOrderings;

/// <summary>
/// Chooses who goes on, again and again. A process is the more likely to the more calls it has left: so each ordering of calls that don't
/// wait for one another is as likely as any other, where a fair choice between processes would nearly always
/// make those of a short one early.
/// </summary>
internal static class OrderingGenerator
{
    public static Gen<Ordering> Of(CallProgram program, long? rounds) =>
        Gen.Choose(0, int.MaxValue - 1).ArrayOf(program.Steps.Count)
            .Select(draws => new Ordering(program, rounds, Schedule(program, draws)));

    private static Schedule Schedule(CallProgram program, int[] draws)
    {
        int[] positions = new int[program.Processes.Count];
        ulong dead = 0;
        var choices = new List<Alternative>(draws.Length);
        foreach (int draw in draws)
        {
            if (Choose(program, positions, dead, draw) is not { } step) break;
            program.Advance(positions, ref dead, step);
            choices.Add(new Alternative(step.Process, AlternativeKind.Call));
        }

        return new Schedule(choices);
    }

    private static Step? Choose(CallProgram program, int[] positions, ulong dead, int draw)
    {
        (Step Step, int Left)[] next =
        [
            .. Enumerable.Range(0, positions.Length)
                .Select(p => (Step: program.Next(positions, dead, p)!, Left: program.StepsOf[p].Length - positions[p]))
                .Where(n => n.Step is not null),
        ];
        // Where processes wait for each other's locks nobody goes on any more. Else somebody can: the call that comes first as written.
        if (next.Length == 0) return null;
        long at = (long)draw * next.Sum(n => n.Left) / int.MaxValue;
        int i = 0;
        while (at >= next[i].Left) at -= next[i++].Left;
        return next[i].Step;
    }
}
