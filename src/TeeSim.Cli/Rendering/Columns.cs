using System.Text.RegularExpressions;

namespace TeeSim.Cli.Rendering;

/// <summary>Rows of cells under each other, with nothing behind the last cell of a row.</summary>
internal static partial class Columns
{
    /// <summary>A line of markup for each row.</summary>
    /// <param name="rows">Cells of markup; all rows have as many.</param>
    /// <param name="gap">Blanks between columns.</param>
    /// <param name="widths">How wide the columns are.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string[]> rows, int gap, out int[] widths)
    {
        int[] found = [.. rows[0].Select((_, column) => rows.Max(row => LengthOf(row[column])))];
        widths = found;
        return rows.Select(
            row => string.Concat(row.Select((cell, column) => cell + new string(' ', found[column] - LengthOf(cell) + gap))).TrimEnd());
    }

    /// <summary>How many columns markup takes.</summary>
    public static int LengthOf(string markup) => Tag().Replace(markup, m => m.Value is "[[" or "]]" ? "[" : "").Length;

    [GeneratedRegex(@"\[\[|\]\]|\[[^\[\]]*\]")]
    private static partial Regex Tag();
}
