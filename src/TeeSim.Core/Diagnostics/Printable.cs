using System.Globalization;
using System.Text;

namespace TeeSim.Core.Diagnostics;

/// <summary>Makes text from untrusted files safe to show: no control characters, no terminal sequences, bounded length.</summary>
public static class Printable
{
    private const int LongestExcerpt = 60;

    /// <summary>
    /// <paramref name="text"/> in single quotes, cut after 60 characters (then <c>…</c>), with control, format, line-end and
    /// surrogate characters (also those of a pair) written as <c>\u001b</c>.
    /// </summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.Length > LongestExcerpt ? text[..LongestExcerpt] : text)
        {
            if (IsUnsafe(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        if (text.Length > LongestExcerpt) quoted.Append('…');
        return quoted.Append('\'').ToString();
    }

    private static bool IsUnsafe(char c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
