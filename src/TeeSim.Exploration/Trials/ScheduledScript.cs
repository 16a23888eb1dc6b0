using TeeSim.Exploration.Schedules;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>An ordering as a script of its own.</summary>
public static class ScheduledScript
{
    /// <summary>
    /// The calls in the order as written there: repeats unrolled, faults as marks, what each call returned behind its arrow.
    /// </summary>
    /// <param name="program">The program that it is an ordering of.</param>
    /// <param name="schedule">The ordering.</param>
    public static Script Of(CallProgram program, Schedule schedule)
    {
        var world = new TrialWorld(program.Scenario, checksSessions: false);
        StepList list = StepList.Of(program, schedule);
        foreach (Step step in list.Steps)
        {
            if (world.Make(step) is { Panic: not null }) break;
        }

        return TrialScript.Write(TrialSetup.Of(program.Scenario), world, list.Steps, null, list.Expectations);
    }
}
