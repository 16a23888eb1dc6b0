using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Core.Profiles;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Cli.Commands;

/// <summary>Counts that a command line gives.</summary>
internal static class Numbers
{
    /// <summary>What is wrong with a count; null when it lies between 1 and the most.</summary>
    public static string? Wrong(string option, long value, long most)
    {
        if (value >= 1 && value <= most) return null;
        string range = most == long.MaxValue ? "of at least 1" : string.Create(CultureInfo.InvariantCulture, $"from 1 to {most}");
        return string.Create(CultureInfo.InvariantCulture, $"teesim: found {option} {value} where a number {range} is expected");
    }
}

/// <summary>Targets that a command line names.</summary>
internal static class TargetNames
{
    /// <summary>What is wrong with a name; null when there is such a target.</summary>
    public static string? Wrong(string name)
    {
        if (TargetProfiles.Find(name) is not null) return null;
        return NameHelp.Unknown("target", name, [.. TargetProfiles.All.Select(p => p.Name)]);
    }
}

/// <summary>How long something may take: the words of the script language.</summary>
/// <param name="Time">The time; null for no limit.</param>
internal readonly record struct TimeLimit(TimeSpan? Time)
{
    /// <summary>Reads a limit.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Parse(string? text, out TimeLimit limit)
    {
        limit = default;
        if (text is null) return null;
        if (!DurationText.IsDuration(text)) return $"teesim: found --time {Printable.Quote(text)} where a time such as 10s is expected";
        TimeSpan? time = DurationText.Parse(text, out string? problem);
        limit = new TimeLimit(time);
        return problem is null ? null : $"teesim: --time: {problem}";
    }
}
