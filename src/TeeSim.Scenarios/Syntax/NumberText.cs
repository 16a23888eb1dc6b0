using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>
/// How numbers are written: decimal with an optional suffix K, M or G, or <c>0x</c> and hexadecimal digits; <c>_</c> between digits.
/// </summary>
internal static class NumberText
{
    private const int LongestHint = 32;

    /// <summary>What <paramref name="text"/> is worth; null with the sentence that says why when it is not a number of 64 bits.</summary>
    public static ulong? Parse(string text, out string? problem)
    {
        problem = null;
        if (IsWellFormed(text, out bool hexadecimal, out int shift))
        {
            string digits = text[(hexadecimal ? 2 : 0)..(shift > 0 ? ^1 : ^0)].Replace("_", "", StringComparison.Ordinal);
            NumberStyles style = hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
            if (ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong value) && value <= ulong.MaxValue >> shift)
            {
                return value << shift;
            }

            problem = $"found {Printable.Quote(text)} where a number of at most 64 bits is expected";
            return null;
        }

        string hint = Corrected(text) is { } corrected
            ? $"; did you mean '{corrected}'?"
            : "; numbers are written as in 4096, 0x1000, 4K or 1M";
        problem = $"found {Printable.Quote(text)} where a number is expected{hint}";
        return null;
    }

    private static bool IsWellFormed(string text, out bool hexadecimal, out int shift)
    {
        hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        shift = hexadecimal ? 0 : Shift(text[^1]);
        ReadOnlySpan<char> digits = text.AsSpan()[(hexadecimal ? 2 : 0)..(shift > 0 ? ^1 : ^0)];
        if (digits.IsEmpty || digits[0] == '_' || digits[^1] == '_') return false;
        for (int i = 0; i < digits.Length; i++)
        {
            bool isDigit = hexadecimal ? char.IsAsciiHexDigit(digits[i]) : char.IsAsciiDigit(digits[i]);
            bool isSeparator = digits[i] == '_' && digits[i - 1] != '_';
            if (!isDigit && !isSeparator) return false;
        }

        return true;
    }

    private static int Shift(char suffix) => suffix switch
    {
        'K' => 10,
        'M' => 20,
        'G' => 30,
        _ => 0,
    };

    /// <summary>What somebody probably meant who wrote <c>128k</c>, <c>8MB</c>, <c>8MiB</c> or <c>0XFF</c>; null for other texts.</summary>
    private static string? Corrected(string text)
    {
        string upper = text.ToUpperInvariant();
        string corrected = text.StartsWith("0X", StringComparison.Ordinal) ? $"0x{text[2..]}"
            : upper.EndsWith("IB", StringComparison.Ordinal) ? upper[..^2]
            : upper.EndsWith('B') ? upper[..^1]
            : upper;
        return corrected.Length is > 0 and <= LongestHint && IsWellFormed(corrected, out _, out _) ? corrected : null;
    }
}
