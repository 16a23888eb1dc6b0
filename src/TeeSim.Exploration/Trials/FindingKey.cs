using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Trials;

/// <summary>
/// By what a finding is told from others, whatever script shows it. Processes, TAs, names and addresses don't count: they do not
/// survive when a script gets shorter.
/// </summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Call">
/// The word of the call that is to blame, as far as pointers tell: <c>close_channel</c>. Empty where the place says it all: a core panic is
/// the same whichever call leads to it, and so is what a call waits for that never returns.
/// </param>
/// <param name="What">
/// The call sites that leaked, the panic with its place, the result, the expectation, the mutexes that are
/// taken in a circle, the exception.
/// </param>
public sealed record FindingKey(FailureKind Kind, string Call, string What)
{
    /// <summary>Where the driver has thrown an exception; null for all others.</summary>
    public ThrowOrigin? Thrown { get; init; }

    /// <summary>That a driver threw an exception.</summary>
    /// <param name="fault">The exception.</param>
    public static FindingKey Of(DriverFaultException fault) =>
        new(FailureKind.DriverException, fault.Entry, fault.Origin.Exception) { Thrown = fault.Origin };

    /// <summary>Whether it is the same failure.</summary>
    /// <param name="other">The other one.</param>
    public bool IsSame(FindingKey other) => Thrown is { } mine && other.Thrown is { } others ? mine.IsSame(others) : this == other;
}

/// <summary>A finding in a list of steps.</summary>
/// <param name="Key">Which.</param>
/// <param name="Sites">The call sites that leaked, in order; empty for other kinds.</param>
/// <param name="At">The place in the list of the call in which it shows; -1 when it shows in a state.</param>
/// <param name="Known">The name under which OP-TEE itself is known to have this fault; null for all others.</param>
internal sealed record TrialFinding(FindingKey Key, IReadOnlyList<string> Sites, int At, string? Known = null)
{
    /// <summary>How the words for a leak begin; its call sites follow.</summary>
    public const string LeakFrom = "leak from ";

    /// <summary>What stands for the call where mutexes are taken in a circle only when things are taken back at the end.</summary>
    public const string WhenClosed = "closing";

    /// <summary>What is wrong, in words; some of them may depend on what else happens.</summary>
    public string Words { get; init; } = Key.What;

    /// <summary>An exception of the driver.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="at">The place in the list of the call that it came out of; -1 for that of none.</param>
    public static TrialFinding Of(DriverFaultException fault, int at) => new(FindingKey.Of(fault), [], at) { Words = fault.Message };

    /// <summary>Whether it is about what is left at the end.</summary>
    public bool IsOfLeftovers => Sites.Count > 0 && Key.Kind.IsOfLeftovers();
}
