using System.Globalization;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Allocations that a script makes fail.</summary>
internal sealed partial class ScenarioRun
{
    /// <summary>An allocation that was to fail must have been there: else the script tests less than it says.</summary>
    private void CheckFault(CallStatement call, int missing)
    {
        if (missing == 0) return;
        int wanted = _executor.Compile(call).FailAllocation;
        string made = (wanted - missing) switch
        {
            0 => "no allocation",
            1 => "only 1 allocation",
            int several => string.Create(CultureInfo.InvariantCulture, $"only {several} allocations"),
        };
        _failures.Add(call.Position.Line, $"`{call}` made {made}, so the {Ordinal(wanted)} could not fail");
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
