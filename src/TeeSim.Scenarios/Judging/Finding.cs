namespace TeeSim.Scenarios.Judging;

/// <summary>
/// Something that is wrong, by what makes it different from others: the same kind, the same call and the same words are the same finding,
/// in whatever ordering it shows. Sentences are made from it last.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Call">
/// The call in which it shows as reports name it: <c>input: close_channel(ch)</c>; empty when it shows in a state.
/// </param>
/// <param name="Line">The line of that call, or of the expectation; 0 for none.</param>
/// <param name="What">
/// What is wrong, one sentence without addresses: what the call returned, the call sites that leaked, the panic, the expectation.
/// </param>
public sealed record Finding(FailureKind Kind, string Call, int Line, string What)
{
    /// <summary>The name under which OP-TEE itself is known to have this fault, whatever the driver; null for all others.</summary>
    public string? Known { get; init; }

    /// <summary>
    /// The call and what is wrong with it: <c>`player: unmap(s, 0x5a399000, 0x1000)` returned ITEM_NOT_FOUND, expected SUCCESS</c>.
    /// </summary>
    public string Sentence => Call.Length == 0 ? What : $"`{Call}` {What}";

    /// <summary>The sentence with its line.</summary>
    public override string ToString() => Line > 0 ? $"{Sentence} (line {Line})" : Sentence;
}
