using TeeSim.Exploration.Oracles;

namespace TeeSim.Exploration.Trials;

/// <summary>
/// By what a failure is told from others, whatever script shows it. Processes, TAs, names and addresses don't count: they do not survive when a script gets shorter.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Call">The word of the guilty call: <c>close_channel</c>. Empty where the place says it all: a core panic is the same whichever call leads to it, and so is what a call waits for that never returns.</param>
/// <param name="What">The call sites that leaked, the panic with its place, the result, the expectation.</param>
public sealed record FailureKey(FailureKind Kind, string Call, string What);

/// <summary>A failure of a list of calls.</summary>
/// <param name="Key">Which.</param>
/// <param name="Sites">The call sites that leaked, in order; empty for other kinds.</param>
/// <param name="At">The guilty call's place in the list; -1 when none is to blame.</param>
internal sealed record Finding(FailureKey Key, IReadOnlyList<string> Sites, int At);
