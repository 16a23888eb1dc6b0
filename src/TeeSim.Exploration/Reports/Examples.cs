using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Exploration.Reports;

/// <summary>Chooses one ordering for each distinct failure, and makes it once more to see what it shows.</summary>
internal static class Examples
{
    private const int Most = 20;
    private const int PlacesTried = 4;

    public static List<FailureExample> Of(SearchState search, NodeOrder order, out int leftOut)
    {
        var examples = new List<FailureExample>();
        leftOut = 0;
        if (search.Failures.Count == 1) return examples;
        var paths = new ExamplePaths(search, order);
        Dictionary<int, List<Place>> places = paths.Places(PlacesTried);
        foreach (int number in places.Keys.OrderByDescending(n => search.Failures[n].Kind).ThenBy(n => IsOfEnd(search.Failures[n])).ThenBy(n => places[n][0].Faults).ThenBy(n => places[n][0].Depth).ThenBy(n => search.Failures[n].Line).ThenBy(n => search.Failures[n].What, StringComparer.Ordinal))
        {
            Failure failure = search.Failures[number];
            // That there is a leak at the end is said by the calls that have begun it.
            if (failure.Kind == FailureKind.Leak && IsOfEnd(failure) && examples.Exists(e => e.Failure.Kind == FailureKind.Leak)) continue;
            if (examples.Count == Most)
            {
                leftOut++;
                continue;
            }

            foreach (Place place in places[number])
            {
                if (Example(search.Program, failure, new Schedule(paths.Through(place)), place) is not { } example) continue;
                examples.Add(example);
                break;
            }
        }

        return examples;
    }

    private static bool IsOfEnd(Failure failure) => failure.Call.Length == 0;

    private static FailureExample? Example(CallProgram program, Failure failure, Schedule schedule, Place place)
    {
        RunReport run = ScenarioRunner.Run(ScheduledScript.Of(program, schedule), new RunOptions());
        // What loses its owner can get one again, or go with a TA, before the end.
        LeakReport[] leaks = [.. run.Leaks.Where(l => l.StillThere)];
        if (failure.Kind == FailureKind.Leak && !IsOfEnd(failure) && !Array.Exists(leaks, l => l.Guilty.Line == failure.Line && l.Guilty.Call == failure.Call)) return null;
        int guilty = place.Edge >= 0 ? place.Depth : -1;
        return new FailureExample(failure, schedule.Print(program), [.. ScheduledRun.Of(program, schedule).Select((s, i) => Line(s, i == guilty))], leaks);
    }

    private static ExampleStep Line(ScheduledStep made, bool isGuilty)
    {
        int process = made.Choice.Process;
        if (made.Step is not { } step) return new ExampleStep(process, "dies", 0, "", isGuilty);
        string call = Scenarios.Syntax.ScriptPrinter.Print(step.Statement);
        string fault = made.Choice.Kind switch
        {
            AlternativeKind.TaPanic => ", and the TA panics",
            AlternativeKind.FailAllocation => $", and allocation {made.Choice.Nth} fails",
            _ => "",
        };
        return new ExampleStep(process, call + fault, step.Statement.Position.Line, made.Outcome is null ? "not possible" : made.Result, isGuilty);
    }
}
