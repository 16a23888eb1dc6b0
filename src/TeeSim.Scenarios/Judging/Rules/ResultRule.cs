using System.Globalization;
using TeeSim.Core;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>
/// A call returns what the script says. An error that the script expects speaks of the order as written and of the script's own driver: in
/// another order, or with another driver, a success is not wrong.
/// </summary>
internal sealed class ResultRule : ICallRule
{
    public Finding? Judge(in CallFacts call)
    {
        if (call.IsBehindFault || call.Step is not { } step || step.Call is { IsPassive: true, Awaits: null }
            || (call.IsConsequence && !call.IsAsWritten))
        {
            return null;
        }
        if (call.Outcome is not { } outcome) return Missing(call);
        if (outcome.Hang is not null || outcome.Panic is not null) return null;
        if (call.IsAsWritten && NotAsSaid(call) is { } what) return call.Find(FailureKind.WrongResult, what);
        if (outcome.Result == TeeResult.SUCCESS && step.Statement.Expected is null) return null;
        string result = outcome.Result.ToString();
        // Where an allocation was made to fail, a success is no other order's.
        bool maySucceed = !call.IsAsWritten && step.FailAllocation == 0;
        bool isRight = call.IsAnyExpected || result == call.Expected || (maySucceed && outcome.Result == TeeResult.SUCCESS);
        return isRight ? null : call.Find(FailureKind.WrongResult, $"returned {result}, expected {call.Expected}");
    }

    // Where the call that should have given it was wrong itself, or might fail, this one is its consequence.
    private static Finding? Missing(in CallFacts call)
    {
        if (call.IsAnyExpected
            || call.Missing is not { Statement.Expected.Text: not (nameof(TeeResult.SUCCESS) or ExpectedOutcome.Any) } giver)
        {
            return null;
        }
        return call.Find(FailureKind.WrongResult,
            $"could not be made, because `{giver.Statement.Written}` (line {giver.Statement.Written.Position.Line}) gave nothing");
    }

    // The script tests less than it says.
    private static string? NotAsSaid(in CallFacts call)
    {
        if (call.BlockIsMissing) return "loaded nothing, so the calls inside of it could not be made meanwhile";
        if (call.MissingAllocations == 0) return null;
        int wanted = call.Step!.FailAllocation;
        string made = (wanted - call.MissingAllocations) switch
        {
            0 => "no allocation",
            1 => "only 1 allocation",
            int several => string.Create(CultureInfo.InvariantCulture, $"only {several} allocations"),
        };
        return $"made {made}, so the {Ordinal(wanted)} could not fail";
    }

    private static string Ordinal(int number)
    {
        string ending = (number % 10) switch
        {
            _ when number % 100 is >= 11 and <= 13 => "th",
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number}{ending}");
    }
}
