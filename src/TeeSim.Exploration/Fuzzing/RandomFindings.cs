using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// What is wrong with random calls. Results are not: such calls may return anything. What is left behind only because of a fault that
/// OP-TEE itself is known for is told apart: without the calls that show the fault it is not there.
/// </summary>
/// <param name="Found">What is wrong, and in which list of calls it shows.</param>
/// <param name="Known">Faults of OP-TEE itself that showed.</param>
internal sealed record RandomFindings(IReadOnlyList<(TrialFinding Finding, IReadOnlyList<Step> Calls)> Found, IReadOnlyList<string> Known)
{
    /// <summary>What is wrong with a list of steps.</summary>
    public static RandomFindings Of(TrialWorld world, IReadOnlyList<Step> steps)
    {
        var found = new List<(TrialFinding, IReadOnlyList<Step>)>();
        var known = new List<string>();
        TrialFinding[] all = [.. world.Judge(steps).Where(f => f.Key.Kind is not (FailureKind.WrongResult or FailureKind.OutOfMemory))];
        foreach (TrialFinding finding in all.Where(f => !f.IsOfLeftovers))
        {
            if (finding.Known is { } name) known.Add(name);
            else found.Add((finding, steps));
        }

        TrialFinding[] left = [.. all.Where(f => f.IsOfLeftovers)];
        if (left.Length == 0) return new RandomFindings(found, known);
        Dictionary<int, string> causes = [];
        foreach (Step step in steps)
        {
            if (KnownFindings.CauseOf(step.Call, world.OutcomeOf(step)?.Result) is { } name) causes[step.Index] = name;
        }

        if (causes.Count > 0)
        {
            IReadOnlyList<Step> rest = Reducers.Without(steps, s => causes.ContainsKey(s.Index));
            TrialFinding[] leftOfRest = [.. world.Judge(rest).Where(f => f.IsOfLeftovers)];
            if (left.Any(f => !leftOfRest.Any(r => r.Key == f.Key))) known.AddRange(causes.Values.Distinct());
            (left, steps) = (leftOfRest, rest);
        }

        found.AddRange(left.Select(f => (f, steps)));
        return new RandomFindings(found, known);
    }
}
