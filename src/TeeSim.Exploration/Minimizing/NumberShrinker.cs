using System.Globalization;
using System.Numerics;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Minimizing;

/// <summary>Numbers that are easier to read than others.</summary>
internal static class NumberShrinker
{
    /// <summary>Bytes of a page.</summary>
    public const ulong Page = 0x1000;

    // What is larger is an address: another one is no nicer, only one with fewer digits.
    private const ulong LargestSize = 1 << 24;

    /// <summary>
    /// What to try in the place of an address, the nicest first: one page, then the address itself with two digits, and ever
    /// more. Small ones stay as they are.
    /// </summary>
    public static IEnumerable<ulong> Rounder(ulong address)
    {
        if (address <= Page) yield break;
        if (address <= LargestSize) yield return Page;
        int highest = 63 - BitOperations.LeadingZeroCount(address);
        for (int digits = highest / 4 * 4 - 4; digits >= 0; digits -= 4)
        {
            ulong rounded = address >> digits << digits;
            if (rounded == address) yield break;
            yield return rounded;
        }
    }

    /// <summary>
    /// The smallest number that holds, if all larger ones do as well: by halving, in so many trials as the number has bits. Where they do
    /// not, another number that holds, next to one that does not. At a boundary that has been found before it takes two trials.
    /// </summary>
    /// <param name="number">A number that holds.</param>
    /// <param name="least">The smallest number that may be tried.</param>
    /// <param name="unit">Only so many at a time.</param>
    /// <param name="holds">Whether a number holds.</param>
    public static ulong Smallest(ulong number, ulong least, ulong unit, Predicate<ulong> holds)
    {
        if (number <= least || number - least < unit) return number;
        if (holds(least)) return least;
        ulong steps = (number - least) / unit;
        if (steps < 2 || !holds(least + (steps - 1) * unit)) return number;
        (ulong fails, ulong shows) = (0, steps - 1);
        while (shows - fails > 1)
        {
            ulong middle = fails + (shows - fails) / 2;
            if (holds(least + middle * unit)) shows = middle;
            else fails = middle;
        }

        return least + shows * unit;
    }

    /// <summary>A number as scripts write it.</summary>
    /// <param name="number">The number.</param>
    /// <param name="isHexadecimal">
    /// Whether it is one of those that are written so: addresses, whole pages, and what was written so before.
    /// </param>
    public static Number Written(ulong number, bool isHexadecimal) =>
        new(
            number,
            number < 10 || !isHexadecimal
                ? number.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"0x{number:x}"),
            default);
}
