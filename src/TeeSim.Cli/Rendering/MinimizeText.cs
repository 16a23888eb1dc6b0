using System.Text.Json;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>What a reduction has come to.</summary>
internal static class MinimizeText
{
    /// <summary>For people, who have the script in a file.</summary>
    /// <param name="output">Where the script is.</param>
    /// <param name="result">The script.</param>
    /// <param name="driver">The driver as the command line names it; null when the script names it.</param>
    public static string Summary(string output, MinimizedScript result, string? driver)
    {
        string left = $"{Words.Number(result.CallsAfter)} of {Words.Count(result.CallsBefore, "call")} left";
        string bound = result.IsComplete ? "" : "; the bound was reached, so it may not be the shortest";
        return $"""
            {Printable.Escape(result.Sentence)}
            {left} after {Words.Count(result.Trials, "trial")}{bound}
            {ReplayLine.Of(output, driver)}

            """;
    }

    /// <summary>For other programs.</summary>
    public static string Json(string file, string? output, MinimizedScript result) => JsonSerializer.Serialize(
        new MinimizeJson(
            file, output, result.Failure.Kind, result.Sentence, result.CallsBefore, result.CallsAfter, result.Trials, result.IsComplete,
            result.IsConfirmed, result.Text),
        ReportJson.Default.MinimizeJson);
}
