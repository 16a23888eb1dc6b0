using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Reports;

/// <summary>
/// Chooses one ordering for each distinct finding, and runs it once more: what a run of it does not show is not shown. A finding that shows
/// in no run is a bug of TeeSim, since search and run have the same rules.
/// </summary>
internal sealed class Examples
{
    private const int Most = 20;
    private const int PlacesTried = 4;
    private readonly CallProgram _program;
    private readonly ExamplePaths _paths;
    private readonly List<FailureExample> _all = [];
    private readonly HashSet<string> _leaks = [];

    private Examples(SearchContext search, NodeOrder order)
    {
        _program = search.Program;
        _paths = new ExamplePaths(search, order);
    }

    /// <summary>The examples, the most severe first.</summary>
    /// <param name="search">The search.</param>
    /// <param name="order">Its states by depth.</param>
    /// <param name="leftOut">How many distinct findings have none, because there are so many.</param>
    /// <exception cref="InvalidOperationException">A finding shows in no run of an ordering that should show it.</exception>
    public static List<FailureExample> Of(SearchContext search, NodeOrder order, out int leftOut)
    {
        leftOut = 0;
        if (search.Findings.Count == 1) return [];
        var examples = new Examples(search, order);
        Dictionary<int, List<Place>> places = examples._paths.Places(PlacesTried);
        int[] numbers = [.. places.Keys
            .OrderByDescending(n => search.Findings[n].Kind)
            .ThenBy(n => search.Findings[n].Call.Length == 0)
            .ThenBy(n => places[n][0].Faults).ThenBy(n => places[n][0].Depth).ThenBy(n => search.Findings[n].Line)
            .ThenBy(n => search.Findings[n].What, StringComparer.Ordinal)];
        var expectations = new HashSet<(FailureKind, int)>();
        foreach (int number in numbers)
        {
            // What an expectation measures may differ from ordering to ordering: it is the same failure.
            if (search.Findings[number] is { Call.Length: 0, Line: > 0 } broken && !expectations.Add((broken.Kind, broken.Line))) continue;
            if (examples._all.Count < Most) examples.Add(search.Findings[number], places[number]);
            else leftOut++;
        }

        return examples._all;
    }

    private void Add(Finding finding, List<Place> places)
    {
        bool any = false;
        foreach (Place place in places)
        {
            var schedule = new Schedule(_paths.Through(place));
            RunReport run = schedule.Run(_program, new RunOptions());
            // Where a leak begins is only where to look.
            Finding? shown = place.MustLeak
                ? run.Findings.FirstOrDefault(f => f.Kind == FailureKind.Leak && f.Call.Length == 0)
                : run.Findings.FirstOrDefault(f => IsSame(f, finding));
            any |= shown is not null;
            if (shown is null) continue;
            if (IsOfLeftovers(shown) && !_leaks.Add($"{shown.Kind} {string.Join(';', run.Leaks.Select(NameOf))}")) return;
            Finding named = run.Leaks is [.., var leak] && IsOfLeftovers(shown)
                && KnownFindings.OfLeak([.. leak.Allocations.Select(a => a.Function)], leak.Guilty.Call) is { } known
                    ? shown with { Known = known }
                    : shown;
            _all.Add(new FailureExample(named, schedule.Print(_program), Steps(schedule, shown, run, place), run.Leaks));
            return;
        }

        if (!any && !places.Exists(p => p.MustLeak))
        {
            throw new InvalidOperationException(
                $"a search has found '{finding}', but no run of {new Schedule(_paths.Through(places[0])).Print(_program)} shows it");
        }
    }

    private static string NameOf(LeakReport leak) =>
        $"{leak.Guilty.Call} {leak.Class} {string.Join(',', leak.Allocations.Select(a => a.Site))}";

    private static bool IsOfLeftovers(Finding finding) => finding.Line == 0 && finding.Kind.IsOfLeftovers();

    // What was measured may differ from ordering to ordering that lead to one state, up to addresses.
    private static bool IsSame(Finding shown, Finding wanted) =>
        shown == wanted
        || (shown.Kind == wanted.Kind && shown.Line == wanted.Line && shown.Line > 0 && shown.Call == wanted.Call
            && wanted.Call.Length == 0);

    private ExampleStep[] Steps(Schedule schedule, Finding shown, RunReport run, Place place)
    {
        CallReference? guilty = Verdicts.IsOfLeak(shown) && run.Leaks.Count > 0 ? run.Leaks[^1].Guilty : null;
        var steps = new List<ExampleStep>();
        bool marked = false;
        int at = 0;
        var machine = new ProgramExecution(_program, hashes: false);
        foreach (Alternative choice in schedule.Choices)
        {
            CallFacts made = machine.Make(choice);
            if (made.IsSkipped)
            {
                at++;
                continue;
            }

            string call = made.Step is { } step ? ScriptPrinter.Print(step.Statement) + FaultOf(choice) : "dies";
            string withProcess = made.Step is { } s ? ScriptPrinter.PrintWithProcess(s.Statement) : $"{made.Process}: die()";
            bool isGuilty = !marked
                && (guilty is not null
                    ? guilty.Call == withProcess && (made.Step is null || guilty.Repetition == made.Step.Repetition)
                    : place.Edge >= 0 && at == place.Depth);
            marked |= isGuilty;
            steps.Add(new ExampleStep(
                choice.Process, call, made.Step?.Statement.Position.Line ?? 0, made.Step is null ? "" : ResultOf(made), isGuilty));
            at++;
            if (made.Outcome is { Panic: not null }) break;
        }

        return [.. steps];
    }

    private static string FaultOf(Alternative choice) => choice.Kind switch
    {
        AlternativeKind.TaPanic => ", and the TA panics",
        AlternativeKind.FailAllocation => $", and allocation {choice.Nth} fails",
        _ => "",
    };

    private static string ResultOf(CallFacts made) => made.Outcome switch
    {
        null => "not possible",
        { Panic: not null } => Scenarios.Calls.ExpectedOutcome.CorePanic,
        { Hang: not null } => Scenarios.Calls.ExpectedOutcome.Hangs,
        { } outcome => outcome.Result.ToString(),
    };
}
