using TeeSim.Exploration;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Testing.Tests.CallOrderings;

/// <summary>Follows an ordering by what each step says of itself, without asking the program what can come next.</summary>
internal sealed class Legality(Scenario scenario)
{
    private readonly CallProgram _program = Explorer.Compile(scenario, null, out _)!;

    /// <summary>The steps of an ordering, after checking that it is one that the processes could make.</summary>
    public IReadOnlyList<Step> Check(Ordering ordering)
    {
        var made = new List<Step>();
        var results = new HashSet<int>();
        int[] positions = new int[_program.Processes.Count];
        foreach (int process in ordering.Schedule.Choices.Select(c => c.Process))
        {
            Step step = _program.Steps.Where(s => s.Process == process).Except(made).MinBy(s => s.Index)
                .ShouldNotBeNull("each process makes its own calls, in its own order");
            step.Position.ShouldBe(positions[process]);
            step.After.All(a => positions[a.Process] >= a.Steps).ShouldBeTrue("what is waited for has happened");
            step.Inputs.All(results.Contains).ShouldBeTrue("a result is there before it is used");
            foreach (Step inner in step.Inner)
            {
                inner.Position.ShouldBe(positions[inner.Process]);
                positions[inner.Process]++;
                results.Add(inner.Index);
            }

            positions[process]++;
            results.Add(step.Index);
            made.Add(step);
        }

        made.Count.ShouldBe(_program.Steps.Count, "every call is made");
        return made;
    }

    /// <summary>How many pairs of steps stand the other way around than as written.</summary>
    public int Inversions(Ordering ordering)
    {
        int[] order = [.. Check(ordering).Select(s => s.Index)];
        return order.Select((index, i) => order[(i + 1)..].Count(later => later < index)).Sum();
    }
}
