using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>A call of which only the results of others are left open: worked out once, made in many runs.</summary>
/// <param name="Statement">The call; digits stand for what is left open.</param>
/// <param name="Call">What it does.</param>
/// <param name="Inputs">What kinds of results it uses, in its order.</param>
internal sealed record CallTemplate(CallStatement Statement, CompiledCall Call, IReadOnlyList<ParameterType> Inputs)
{
    /// <summary>The call, in a list of calls.</summary>
    /// <param name="slot">Where its result lies.</param>
    /// <param name="inputs">What it uses.</param>
    /// <param name="failAllocation">Which of its allocations fails; 0 for none.</param>
    public Step At(int slot, int[] inputs, int failAllocation) =>
        new() { Statement = Statement, Call = Call, Index = slot, Inputs = [.. inputs], FailAllocation = failAllocation };
}
