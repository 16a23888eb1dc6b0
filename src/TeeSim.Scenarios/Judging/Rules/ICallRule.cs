namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>Judges calls one by one.</summary>
internal interface ICallRule
{
    /// <summary>What is wrong with a call; null for nothing.</summary>
    Finding? Judge(in CallFacts call);
}
