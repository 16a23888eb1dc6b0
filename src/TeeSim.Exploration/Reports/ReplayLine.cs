using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Exploration.Reports;

/// <summary>The command that runs a script, or makes one ordering of it again.</summary>
public static class ReplayLine
{
    /// <summary>The line, for a shell.</summary>
    /// <param name="file">The script.</param>
    /// <param name="schedule">The ordering.</param>
    /// <param name="rounds">How many rounds of each repeat there are; null for all.</param>
    /// <param name="driver">The driver, when it is not the script's own.</param>
    public static string Of(string file, string schedule, long? rounds, string? driver = null) =>
        $"{Of(file, driver)} --schedule {schedule}{(rounds is { } r ? string.Create(CultureInfo.InvariantCulture, $" --rounds {r}") : "")}";

    /// <summary>The line that runs a script as it is written.</summary>
    /// <param name="file">The script.</param>
    /// <param name="driver">The driver, when the script does not name it; null otherwise.</param>
    public static string Of(string file, string? driver) => $"teesim run {Word(file)}{(driver is null ? "" : $" --driver {Word(driver)}")}";

    // What a shell would not take as it is stands in quotes.
    private static string Word(string name)
    {
        string shown = Printable.FileName(name);
        return shown.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+=:@%".Contains(c))
            ? shown
            : $"'{shown.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
