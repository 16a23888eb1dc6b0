using System.Globalization;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>Faults as a script writes them: labels of a call.</summary>
internal static class FaultLabels
{
    /// <summary>The code of a TA that panics because a search makes it.</summary>
    public const uint PanicCode = 0xdead;

    /// <summary>Whether a TA can panic in a call that has not said so itself.</summary>
    public static bool CanPanic(Step step) => step.Call.Definition.CanPanic && step.Statement.Labelled(CoreCalls.Panics.Name) is null;

    /// <summary>Whether an allocation of a call can be made to fail that has not said so itself.</summary>
    public static bool CanFailAllocation(Step step) => step.Call.Definition.CanFailAllocation && step.FailAllocation == 0;

    /// <summary>The call, with the TA panicking in it.</summary>
    public static CallStatement WithPanic(CallStatement call, uint code) =>
        With(call, CoreCalls.Panics, new Number(code, string.Create(CultureInfo.InvariantCulture, $"0x{code:x}"), call.Position));

    /// <summary>The call, with its n-th allocation failing.</summary>
    public static CallStatement WithFailingAllocation(CallStatement call, int nth) =>
        With(call, CoreCalls.FailAlloc, new Number((ulong)nth, nth.ToString(CultureInfo.InvariantCulture), call.Position));

    /// <summary>The call, made once.</summary>
    public static CallStatement WithoutRetry(CallStatement call) => Without(call, CoreCalls.Retry);

    /// <summary>The call without an allocation that fails.</summary>
    public static CallStatement WithoutFailingAllocation(CallStatement call) => Without(call, CoreCalls.FailAlloc);

    private static CallStatement Without(CallStatement call, Parameter parameter) =>
        call.Labelled(parameter.Name) is { } label ? call with { Arguments = [.. call.Arguments.Where(a => a != label)] } : call;

    private static CallStatement With(CallStatement call, Parameter parameter, Number value) =>
        call with { Arguments = [.. call.Arguments, new Argument(new Name(parameter.Name, call.Position), new NumberValue(value))] };
}
