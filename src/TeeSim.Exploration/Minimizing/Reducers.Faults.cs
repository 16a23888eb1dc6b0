using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Faults, and all else that a call need not say.</summary>
internal static partial class Reducers
{
    /// <summary>Drops allocations that fail, then labels: panics, results, buffers that are passed.</summary>
    public static void DropFaults(Reduction reduction)
    {
        for (int i = 0; i < reduction.Calls.Count; i++)
        {
            if (reduction.Calls[i].FailAllocation > 0)
                reduction.Try(Replaced(reduction.Calls, i, reduction.Calls[i] with { FailAllocation = 0 }));
        }

        for (int i = 0; i < reduction.Calls.Count; i++)
        {
            for (int a = reduction.Calls[i].Statement.Arguments.Count - 1; a >= 0; a--) DropArgument(reduction, i, a);
        }
    }

    private static void DropArgument(Reduction reduction, int at, int argument)
    {
        Step call = reduction.Calls[at];
        CallStatement statement = call.Statement;
        if (statement.Arguments[argument].Label is not { } label || call.Call.Definition.Find(label.Text) is not { Least: 0 }) return;
        CallStatement shorter = statement with { Arguments = [.. statement.Arguments.Where((_, i) => i != argument)] };
        reduction.Try(Replaced(reduction.Calls, at, StepList.With(call, shorter, reduction.Setup.Compiler)));
    }

    private static Step[] Replaced(IReadOnlyList<Step> calls, int at, Step call) => [.. calls.Select((c, i) => i == at ? call : c)];
}
