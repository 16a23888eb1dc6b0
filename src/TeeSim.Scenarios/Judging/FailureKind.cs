using TeeSim.Core.Panics;

namespace TeeSim.Scenarios.Judging;

/// <summary>
/// What can be wrong with an ordering, the less severe first: an ordering with several failures counts under the most severe.
/// </summary>
public enum FailureKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Something that the script expects does not hold.</summary>
    Expectation,

    /// <summary>A call returned something else than the script says.</summary>
    WrongResult,

    /// <summary>The heap, the TA RAM, page tables or the addresses of shared memory ran out.</summary>
    OutOfMemory,

    /// <summary>The driver keeps something that no process will ever close: a channel, a stream, an operation.</summary>
    Unreachable,

    /// <summary>Something becomes more with every round of a repeat, though somebody owns it.</summary>
    Growth,

    /// <summary>Memory at the end that nobody owns, so that nobody will free it.</summary>
    Leak,

    /// <summary>
    /// The driver takes mutexes in a circle. No ordering counts under it: one call at a time does no harm, several at
    /// once would wait for each other.
    /// </summary>
    PossibleDeadlock,

    /// <summary>A call never returns.</summary>
    Hang,

    /// <summary>An equation of the heap or of a region table does not hold.</summary>
    CorruptedHeap,

    /// <summary>Memory was used that had been freed, or that was never the driver's.</summary>
    UseAfterFree,

    /// <summary>The core panicked.</summary>
    CorePanic,

    /// <summary>The driver's C# threw an exception. No ordering counts under it: of such a driver nothing else is judged.</summary>
    DriverException,
}

/// <summary>How reports name the kinds.</summary>
public static class FailureKinds
{
    /// <summary>All but <see cref="FailureKind.None"/>, the most severe first.</summary>
    public static IReadOnlyList<FailureKind> MostSevereFirst { get; } =
        [.. Enum.GetValues<FailureKind>().Where(k => k != FailureKind.None).OrderDescending()];

    /// <summary>What a panic counts as: memory that the driver does not own is a kind of its own.</summary>
    public static FailureKind Of(CorePanicException panic) =>
        panic.Kind is CorePanicKind.UseAfterFree or CorePanicKind.ForeignMemory ? FailureKind.UseAfterFree : FailureKind.CorePanic;

    /// <summary>Whether it is about what is left when all was taken back.</summary>
    public static bool IsOfLeftovers(this FailureKind kind) => kind is FailureKind.Leak or FailureKind.Growth or FailureKind.Unreachable;

    /// <summary>What is wrong, as docs name it: <c>core panic</c>.</summary>
    public static string Noun(this FailureKind kind) => kind switch
    {
        FailureKind.Expectation => "expectation",
        FailureKind.WrongResult => "wrong result",
        FailureKind.OutOfMemory => "out of memory",
        FailureKind.Unreachable => "unreachable handle",
        FailureKind.Growth => "growth",
        FailureKind.Leak => "leak",
        FailureKind.PossibleDeadlock => "possible deadlock",
        FailureKind.Hang => "hang",
        FailureKind.CorruptedHeap => "corrupted heap",
        FailureKind.UseAfterFree => "foreign memory",
        FailureKind.CorePanic => "core panic",
        FailureKind.DriverException => "driver exception",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>What so many orderings do: <c>216 leak</c>, <c>1 leaks</c>.</summary>
    public static string Verb(this FailureKind kind, bool one) => (kind, one) switch
    {
        (FailureKind.None, _) => "clean",
        (FailureKind.Expectation, true) => "fails an expectation",
        (FailureKind.Expectation, _) => "fail an expectation",
        (FailureKind.WrongResult, true) => "returns a wrong result",
        (FailureKind.WrongResult, _) => "return a wrong result",
        (FailureKind.OutOfMemory, true) => "runs out of memory",
        (FailureKind.OutOfMemory, _) => "run out of memory",
        (FailureKind.Unreachable, true) => "leaves an unreachable handle",
        (FailureKind.Unreachable, _) => "leave an unreachable handle",
        (FailureKind.Growth, true) => "grows with every round",
        (FailureKind.Growth, _) => "grow with every round",
        (FailureKind.Leak, true) => "leaks",
        (FailureKind.Leak, _) => "leak",
        (FailureKind.PossibleDeadlock, true) => "takes mutexes in a circle",
        (FailureKind.PossibleDeadlock, _) => "take mutexes in a circle",
        (FailureKind.Hang, true) => "hangs",
        (FailureKind.Hang, _) => "hang",
        (FailureKind.CorruptedHeap, true) => "corrupts the heap",
        (FailureKind.CorruptedHeap, _) => "corrupt the heap",
        (FailureKind.UseAfterFree, true) => "uses memory that is not its own",
        (FailureKind.UseAfterFree, _) => "use memory that is not their own",
        (FailureKind.CorePanic, true) => "panics",
        (FailureKind.CorePanic, _) => "panic",
        (FailureKind.DriverException, true) => "throws an exception",
        (FailureKind.DriverException, _) => "throw an exception",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
