using TeeSim.Core.Panics;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Scenarios.Judging.Rules;

/// <summary>The core must not stop, unless the script says that it does. Whoever takes any result does not take that.</summary>
internal sealed class PanicRule : ICallRule
{
    public Finding? Judge(in CallFacts call)
    {
        if (call.Outcome is not { Panic: { } panic } || call.Expected == ExpectedOutcome.CorePanic) return null;
        return call.Find(KindOf(panic), TextOf(panic));
    }

    /// <summary>What a panic counts as: memory that the driver does not own is a kind of its own.</summary>
    public static FailureKind KindOf(CorePanicException panic) =>
        panic.Kind is CorePanicKind.UseAfterFree or CorePanicKind.ForeignMemory ? FailureKind.UseAfterFree : FailureKind.CorePanic;

    // Without addresses, which differ from ordering to ordering.
    private static string TextOf(CorePanicException panic) => panic.Kind switch
    {
        CorePanicKind.Assertion => $"stops the core: assertion '{panic.What}' failed at {panic.Site}",
        CorePanicKind.Panic => $"stops the core: '{panic.What}' at {panic.Site}",
        CorePanicKind.UseAfterFree or CorePanicKind.ForeignMemory =>
            $"uses memory that is not its own, in {panic.Site.Function}: {panic.What}",
        CorePanicKind.DataAbort => $"stops the core: data abort in {panic.Site.Function}: {panic.What}",
        _ => $"stops the core: it hangs in {panic.Site.Function}: {panic.What}",
    };
}
