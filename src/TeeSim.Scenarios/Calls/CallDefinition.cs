namespace TeeSim.Scenarios.Calls;

/// <summary>
/// A call of the script language: all that is known of it. Checker, compiler, writer, judge, search, minimiser,
/// fuzzer and guide read it here.
/// </summary>
/// <param name="Name">The call's name in scripts.</param>
/// <param name="Parameters">In the order in which arguments without a label are taken.</param>
/// <param name="Result">What the call gives that a name can hold; null for nothing.</param>
/// <param name="Summary">What it does, one sentence without a full stop.</param>
public sealed record CallDefinition(string Name, IReadOnlyList<Parameter> Parameters, ParameterType? Result, string Summary)
{
    /// <summary>What is to be known of it beyond its arguments.</summary>
    public CallTraits Traits { get; init; }

    /// <summary>
    /// The call that takes back what a success of this one gave; null when there is nothing to take back. Its parameters get the arguments
    /// of the same names; one of the type of this call's result gets the result.
    /// </summary>
    public string? ClosedBy { get; init; }

    /// <summary>Works out what the call does with given arguments.</summary>
    internal Func<CallCompilation, CompiledCall.Body> Compile { get; init; } =
        _ => throw new InvalidOperationException("the call has no body");

    /// <summary>Whether nothing in the memory can change hands in it.</summary>
    public bool IsPassive => Traits.HasFlag(CallTraits.Passive);

    /// <summary>Whether it is there for what it prints.</summary>
    public bool Prints => (Traits & (CallTraits.PrintsLog | CallTraits.PrintsText)) != 0;

    /// <summary>Whether a TA can panic in it.</summary>
    public bool CanPanic => Find(CoreCalls.Panics.Name) is not null;

    /// <summary>Whether an allocation of it can be made to fail.</summary>
    public bool CanFailAllocation => Find(CoreCalls.FailAlloc.Name) is not null;

    /// <summary>Whether it can be made again while somebody else is at it.</summary>
    public bool CanRetry => Find(CoreCalls.Retry.Name) is not null;

    /// <summary>The parameter with this name, or null.</summary>
    public Parameter? Find(string parameter) => Parameters.FirstOrDefault(p => p.Name == parameter);

    /// <summary>
    /// <c>open_channel(session, input: range, output: range…, [bind: TA], [cfg: number]) → channel</c>: brackets for what may be left
    /// out, a label where it must be written.
    /// </summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters)}){(Result is { } result ? $" → {result}" : "")}";
}
