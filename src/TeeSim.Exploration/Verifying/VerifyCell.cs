using TeeSim.Exploration.Reports;

namespace TeeSim.Exploration.Verifying;

/// <summary>What is known of one script with one driver.</summary>
/// <param name="File">The script.</param>
/// <param name="Driver">The driver.</param>
/// <param name="Report">What the search found; null when there could be none.</param>
/// <param name="Problem">Why there could be none; null otherwise.</param>
/// <param name="WithoutReport">The result when there could be none.</param>
public sealed record VerifyCell(
    string File, string Driver, ExplorationReport? Report, string? Problem, VerifyResult WithoutReport = VerifyResult.Stopped)
{
    /// <summary>The result.</summary>
    public VerifyResult Result => Report switch
    {
        null => WithoutReport,
        { IsKnown: true, IsComplete: true } => VerifyResult.Known,
        { IsClean: false } => VerifyResult.Failed,
        { IsProved: true } => VerifyResult.Proved,
        _ => VerifyResult.Stopped,
    };

    /// <summary>The result in one line: the verdict, or why there is none.</summary>
    public string Sentence => Report is { } report ? Verdicts.Of(report) : Problem!;

    /// <summary>The failure that says why the cell failed: the first that OP-TEE itself is not known for; null for none.</summary>
    public FailureExample? Shown => Report is { } report
        ? report.Failures.OrderBy(f => f.Finding.Known is not null).FirstOrDefault()
        : null;

    /// <summary>For a failure the line that makes it again; null for none.</summary>
    /// <param name="driver">How a command line names the driver.</param>
    public string? Replay(string driver) =>
        Shown is { } shown ? ReplayLine.Of(File, shown.Schedule, Report!.Options.Rounds, driver) : null;
}

/// <summary>What is known of a cell.</summary>
public enum VerifyResult
{
    /// <summary>All orderings were tried, and nothing is wrong with any.</summary>
    Proved,

    /// <summary>Something is wrong with an ordering, or the driver can't be judged.</summary>
    Failed,

    /// <summary>All orderings were tried, and all that is wrong is what OP-TEE itself is known for, whatever the driver.</summary>
    Known,

    /// <summary>Nothing wrong was found, but not all was tried.</summary>
    Stopped,

    /// <summary>The script is for other drivers: it makes calls that this one does not have.</summary>
    NotApplicable,
}
