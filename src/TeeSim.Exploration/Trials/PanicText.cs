using System.Text.RegularExpressions;
using TeeSim.Core.Panics;
using TeeSim.Exploration.Oracles;

namespace TeeSim.Exploration.Trials;

/// <summary>Panics without what differs from script to script.</summary>
internal static partial class PanicText
{
    private const string Address = ", address 0x";

    /// <summary>The message of a panic without the address that it is about.</summary>
    public static string Of(string message) => message.IndexOf(Address, StringComparison.Ordinal) is var at and >= 0 ? message[..at] : message;

    /// <summary>A sentence about damaged memory without its addresses and counts.</summary>
    public static string WithoutNumbers(string sentence) => Number().Replace(sentence, "…");

    [GeneratedRegex(@"\b(0x[0-9a-f]+|[0-9]+)\b")]
    private static partial Regex Number();

    /// <summary>Memory that a driver does not own is worse than nothing only as long as the core goes on.</summary>
    public static FailureKind KindOf(CorePanicException panic) =>
        panic.Kind is CorePanicKind.UseAfterFree or CorePanicKind.ForeignMemory ? FailureKind.UseAfterFree : FailureKind.CorePanic;
}
