using System.Globalization;
using System.Text;

namespace TeeSim.Exploration.Reports;

/// <summary>
/// An ordering with a column for each process, so that one sees who overtakes whom. An arrow stands behind the call
/// with which the failure begins.
/// </summary>
public static class ExampleColumns
{
    private const int MostLines = 60;

    /// <summary>The lines, without a line end at the end.</summary>
    public static string Of(ExplorationReport report, FailureExample example)
    {
        string[] cells = [.. example.Steps.Select(Cell)];
        int[] widths = [.. report.Processes.Select(
            (name, p) => example.Steps.Select((s, i) => s.Process == p ? cells[i].Length : 0).Append(name.Length).Max())];
        var text = new StringBuilder(Line("line", report.Processes, widths));
        // Where it fails is at the end.
        int first = Math.Max(0, cells.Length - MostLines);
        if (first > 0) text.Append($"\n  {Words.Count(first, "call")} before");
        for (int i = first; i < cells.Length; i++)
        {
            string[] row = new string[widths.Length];
            row[example.Steps[i].Process] = cells[i];
            text.Append('\n')
                .Append(Line(example.Steps[i].Line > 0 ? example.Steps[i].Line.ToString(CultureInfo.InvariantCulture) : "", row, widths));
        }

        return text.ToString();
    }

    private static string Cell(ExampleStep step) =>
        $"{step.Call}{(step.Result is "" or "SUCCESS" ? "" : $" → {step.Result}")}{(step.IsGuilty ? "  ←" : "")}";

    private static string Line(string number, IReadOnlyList<string> row, int[] widths)
    {
        var line = new StringBuilder("  ").Append(number.PadLeft(4));
        for (int i = 0; i < widths.Length; i++) line.Append("  ").Append((row[i] ?? "").PadRight(widths[i]));
        return line.ToString().TrimEnd();
    }
}
