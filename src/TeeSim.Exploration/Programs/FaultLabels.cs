using System.Globalization;
using TeeSim.Scenarios.Checking;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Programs;

/// <summary>Faults as a script writes them: labels of a call.</summary>
internal static class FaultLabels
{
    private const string Panics = "panics";
    private const string FailAlloc = "fail_alloc";

    /// <summary>Whether a TA can panic in a call of the script that has not said so itself.</summary>
    public static bool CanPanic(CallStatement call) => CanHave(call, Panics);

    /// <summary>Whether an allocation of a call can be made to fail that has not said so itself.</summary>
    public static bool CanFailAllocation(CallStatement call) => CanHave(call, FailAlloc);

    /// <summary>The call, with the TA panicking in it.</summary>
    public static CallStatement WithPanic(CallStatement call, uint code) => With(call, Panics, new Number(code, string.Create(CultureInfo.InvariantCulture, $"0x{code:x}"), call.Position));

    /// <summary>The call, with its n-th allocation failing.</summary>
    public static CallStatement WithFailingAllocation(CallStatement call, int nth) => With(call, FailAlloc, new Number((ulong)nth, nth.ToString(CultureInfo.InvariantCulture), call.Position));

    /// <summary>The call without an allocation that fails.</summary>
    /// <param name="call">The call.</param>
    /// <param name="nth">Which allocation was to fail, from 1; 0 for none.</param>
    public static CallStatement WithoutFailingAllocation(CallStatement call, out int nth)
    {
        Argument? label = call.Arguments.FirstOrDefault(a => a.Label?.Text == FailAlloc);
        nth = label?.Value is NumberValue number ? (int)number.Number.Value : 0;
        return label is null ? call : call with { Arguments = [.. call.Arguments.Where(a => a != label)] };
    }

    private static bool CanHave(CallStatement call, string label) =>
        CallSignatures.Find(call.Call.Text)?.Find(label) is not null && call.Arguments.All(a => a.Label?.Text != label);

    private static CallStatement With(CallStatement call, string label, Number value) =>
        call with { Arguments = [.. call.Arguments, new Argument(new Name(label, call.Position), new NumberValue(value))] };
}
