namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>No region may map a memory object that has been freed, in any state.</summary>
internal sealed class DanglingRegionRule : IStateRule
{
    public IEnumerable<Finding> Judge(StateFacts state)
    {
        if (state.Graph.Dangling.Length > 0)
            yield return new Finding(FailureKind.UseAfterFree, "", 0, "a region maps a memory object that has been freed");
    }
}
