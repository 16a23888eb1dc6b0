using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>
/// A call must return, unless the script says that it does not. What waits behind one that hangs is its consequence. Whoever takes
/// any result does not take that.
/// </summary>
internal sealed class HangRule : ICallRule
{
    public Finding? Judge(in CallFacts call) =>
        call.Outcome is { Hang: { } hang } && call is { Hangs: 0, Expected: not ExpectedOutcome.Hangs }
            ? call.Find(FailureKind.Hang, $"never returns: {hang}")
            : null;
}
