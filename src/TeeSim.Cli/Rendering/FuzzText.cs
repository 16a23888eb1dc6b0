using System.Text.Json;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>What fuzzing says.</summary>
internal static class FuzzText
{
    /// <summary>How many columns a line of progress takes at the most.</summary>
    public const int WidthOfProgress = 78;

    /// <summary>A new failure: in which run, what, and how to run it.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="file">Where its script is; null to print it.</param>
    /// <param name="driver">The driver as the command line names it; null when the script names it.</param>
    public static string Found(FoundFailure failure, string? file, string? driver)
    {
        MinimizedScript script = failure.Script;
        string bound = script.IsComplete ? "" : " (the bound of trials was reached)";
        string unseen = script.IsConfirmed
            ? ""
            : "  a run as written does not show it: fuzz and minimize look at the state behind each call\n";
        string heading = $"run {Words.Number(failure.Run)}: {Printable.Escape(script.Sentence)}\n  {Words.Number(script.CallsAfter)} of "
            + $"{Words.Count(script.CallsBefore, "call")} left after {Words.Count(script.Trials, "trial")}{bound}\n{unseen}";
        if (file is not null) return $"{heading}  {ReplayLine.Of(file, driver)}\n\n";
        return $"{heading}  save as {failure.FileName}.tee, then: {ReplayLine.Of($"{failure.FileName}.tee", driver)}\n\n{script.Text}\n";
    }

    /// <summary>100,000 runs, 1,432,120 calls from seed 1: 5 distinct failures.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="folder">The corpus; null for none.</param>
    public static string Summary(FuzzReport report, string? folder)
    {
        string found = report.Failures.Count == 0 ? "nothing found" : Words.Count(report.Failures.Count, "distinct failure");
        string known = report.Known == 0 ? "" : $", besides {Words.Number(report.Known)} known from {Printable.FileName(folder ?? "")}";
        string ofOpTee = string.Concat(report.OfOpTee.Select(name => $"\n  known of OP-TEE itself, whatever the driver: {name}"));
        return $"{Words.Count(report.Runs, "run")}, {Words.Count(report.Calls, "call")} from seed "
            + $"{report.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {found}{known}{ofOpTee}";
    }

    /// <summary>For whoever waits.</summary>
    public static string Progress(long runs, long calls, TimeSpan time)
    {
        var rate = (long)(runs / Math.Max(time.TotalSeconds, 0.001));
        string text = $"{Words.Count(runs, "run")}, {Words.Count(calls, "call")}, {Words.Number(rate)} runs/s";
        return text.PadRight(WidthOfProgress)[..WidthOfProgress];
    }

    /// <summary>For other programs.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="files">The file of each failure; null where it is in none.</param>
    public static string Json(FuzzReport report, IReadOnlyList<string?> files) => JsonSerializer.Serialize(
        new FuzzJson(report.Seed, report.Runs, report.Calls, report.Known, report.OfOpTee,
            [.. report.Failures.Select((f, i) => FoundJson.Of(f, files[i]))]),
        ReportJson.Default.FuzzJson);
}
