namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>Judges states.</summary>
internal interface IStateRule
{
    /// <summary>What is wrong with a state.</summary>
    IEnumerable<Finding> Judge(StateFacts state);
}
