using System.Text.RegularExpressions;

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
}
