using TeeSim.Core;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>
/// No call may fail because heap, TA RAM, page tables or addresses of shared memory ran out, unless the script says
/// so or lets an allocation fail.
/// </summary>
internal sealed class OutOfMemoryRule : ICallRule
{
    public Finding? Judge(in CallFacts call)
    {
        if (call is not { RanOut: true, IsBehindFault: false, Step.FailAllocation: 0 }) return null;
        if (call.Outcome is not { IsSuccess: false, Panic: null, Hang: null } outcome) return null;
        if (call.IsAnyExpected || call.Expected == outcome.Result.ToString() || call.Expected == nameof(TeeResult.OUT_OF_MEMORY))
            return null;
        return call.Find(FailureKind.OutOfMemory, $"returned {outcome.Result}, expected {call.Expected}: out of memory");
    }
}
