using System.Globalization;
using System.Numerics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Numbers that are easier to read than others.</summary>
internal static class NumberShrinker
{
    private const ulong Page = 0x1000;

    // What is larger is an address: another one is no nicer, only one with fewer digits.
    private const ulong LargestSize = 1 << 24;

    /// <summary>What to try in the place of a number, the nicest first: one page for a size, then the number itself with two digits, and ever more. Small numbers stay as they are.</summary>
    public static IEnumerable<ulong> Nicer(ulong number)
    {
        if (number <= Page) yield break;
        if (number <= LargestSize) yield return Page;
        int highest = 63 - BitOperations.LeadingZeroCount(number);
        for (int digits = highest / 4 * 4 - 4; digits >= 0; digits -= 4)
        {
            ulong rounded = number >> digits << digits;
            if (rounded == number) yield break;
            yield return rounded;
        }
    }

    /// <summary>A number as scripts write addresses and sizes.</summary>
    public static Number Written(ulong number)
    {
        string text = number switch
        {
            < 10 => number.ToString(CultureInfo.InvariantCulture),
            _ => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}"),
        };
        return new Number(number, text, default);
    }
}
