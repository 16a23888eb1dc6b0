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
    public static string Quote(ReadOnlySpan<char> text) =>
        text.Length > LongestExcerpt ? $"'{Escape(text[..LongestExcerpt])}…'" : $"'{Escape(text)}'";

    /// <summary>The whole of <paramref name="text"/>, with the characters that <see cref="Quote"/> replaces replaced.</summary>
    public static string Escape(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (IsUnsafe(c)) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>A file's name as it was given, escaped; <c>''</c> when it is empty, so that the message still shows a name.</summary>
    public static string FileName(string name) => name.Length == 0 ? "''" : Escape(name);

    /// <summary>Whether <see cref="Escape"/> would leave a text as it is.</summary>
    public static bool IsSafe(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (IsUnsafe(c)) return false;
        }

        return true;
    }

    private static bool IsUnsafe(char c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
