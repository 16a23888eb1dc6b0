using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Testing.Texts;

/// <summary>The command that makes one ordering again.</summary>
internal static class ReplayLine
{
    public static string Of(string file, string schedule, long? rounds) =>
        $"teesim run {Printable.FileName(file)} --schedule {schedule}{(rounds is { } r ? string.Create(CultureInfo.InvariantCulture, $" --rounds {r}") : "")}";
}
