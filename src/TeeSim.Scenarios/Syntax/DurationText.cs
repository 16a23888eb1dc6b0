using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>How simulated times are written: a decimal number and <c>ms</c>, <c>s</c>, <c>m</c> (minutes) or <c>h</c>.</summary>
public static class DurationText
{
    private const long LongestMilliseconds = 24 * 60 * 60 * 1000;

    /// <summary>Whether <paramref name="text"/> is digits and a unit of time, however large the number.</summary>
    public static bool IsDuration(string text) => UnitOf(text).Milliseconds > 0;

    /// <summary>The time; null with the sentence that says why when <paramref name="text"/>, which is a duration, is too long.</summary>
    /// <param name="text">Digits and a unit.</param>
    /// <param name="problem">Why it is none; null on success.</param>
    public static TimeSpan? Parse(string text, out string? problem)
    {
        problem = null;
        (long unit, int length) = UnitOf(text);
        if (long.TryParse(text.AsSpan(0, text.Length - length), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            && count <= LongestMilliseconds / unit)
        {
            return TimeSpan.FromTicks(count * unit * TimeSpan.TicksPerMillisecond);
        }

        problem = $"found {Printable.Quote(text)} where a time of at most 24h is expected";
        return null;
    }

    private static (long Milliseconds, int Length) UnitOf(string text)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        if (digits == 0) return (0, 0);
        return text.AsSpan(digits) switch
        {
            "ms" => (1, 2),
            "s" => (1000, 1),
            "m" => (60 * 1000, 1),
            "h" => (60 * 60 * 1000, 1),
            _ => (0, 0),
        };
    }
}
