using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Exploration.Reports;

/// <summary>The command that makes one ordering again.</summary>
public static class ReplayLine
{
    /// <summary>The line, for a shell.</summary>
    /// <param name="file">The script.</param>
    /// <param name="schedule">The ordering.</param>
    /// <param name="rounds">How many rounds of each repeat there are; null for all.</param>
    /// <param name="driver">The driver, when it is not the script's own.</param>
    public static string Of(string file, string schedule, long? rounds, string? driver = null) =>
        $"teesim run {Word(file)}{(driver is null ? "" : $" --driver {Word(driver)}")} --schedule {schedule}{(rounds is { } r ? string.Create(CultureInfo.InvariantCulture, $" --rounds {r}") : "")}";

    // What a shell would not take as it is stands in quotes.
    private static string Word(string name)
    {
        string shown = Printable.FileName(name);
        return shown.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+=:@%".Contains(c)) ? shown : $"'{shown.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
