using System.Text.Json;
using System.Text.Json.Serialization;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Verifying;
using TeeSim.Replay;
using TeeSim.Scenarios.Reports;

namespace TeeSim.Cli.Rendering;

/// <summary>Reports for other programs.</summary>
internal static class JsonText
{
    /// <summary>What runs have come to: a <see cref="RunReport"/> or a <see cref="ProblemJson"/> each.</summary>
    public static string Of(IReadOnlyList<object> reports) => JsonSerializer.Serialize(reports, ReportJson.Default.IReadOnlyListObject);

    public static string Of(ProblemJson problem) => JsonSerializer.Serialize(problem, ReportJson.Default.ProblemJson);

    public static string Of(ExplorationReport report, string? driver) =>
        JsonSerializer.Serialize(ExploreJson.Of(report, driver), ReportJson.Default.ExploreJson);

    public static string Of(IReadOnlyList<VerifyCell> cells, IReadOnlyDictionary<string, string> named) => JsonSerializer.Serialize(
        cells.Select(c => new CellJson(c.File, c.Driver, c.Result, c.Sentence, c.Replay(named[c.Driver]),
            c.Report is { } report ? ExploreJson.Of(report, named[c.Driver]) : null)).ToList(),
        ReportJson.Default.IReadOnlyListCellJson);

    public static string Of(IReadOnlyList<ReplayResult> results) =>
        JsonSerializer.Serialize(results.Select(ReplayJson.Of).ToList(), ReportJson.Default.IReadOnlyListReplayJson);
}

/// <summary>A driver that can't be judged: it throws, keeps state in C# fields, or never returns.</summary>
/// <param name="File">The script; null when it is not about one.</param>
/// <param name="Driver">The driver; null when the command line names none, or several.</param>
/// <param name="Problem">One sentence.</param>
/// <param name="Passed">Never: nothing is known of the script.</param>
internal sealed record ProblemJson(string? File, string? Driver, string Problem, bool Passed = false);

/// <summary>The result of a replay, flat.</summary>
/// <param name="File">The trace.</param>
/// <param name="Result"><c>identical</c>, <c>different</c> or <c>refused</c>.</param>
/// <param name="Operations">How many were compared, when identical.</param>
/// <param name="Line">Where it differs or why it is refused; null when that is about the whole file.</param>
/// <param name="Operation">The operation that differs.</param>
/// <param name="Expected">What was recorded.</param>
/// <param name="Got">What the model computes.</param>
/// <param name="Message">Why it is refused.</param>
internal sealed record ReplayJson(
    string File, string Result, int? Operations, int? Line, string? Operation, string? Expected, string? Got, string? Message)
{
    public static ReplayJson Of(ReplayResult result) => result switch
    {
        ReplayIdentical i => new(i.File, "identical", i.Operations, null, null, null, null, null),
        ReplayDifferent d => new(d.File, "different", null, d.Line, d.Operation, d.Expected, d.Got, null),
        ReplayRefused r => new(
            r.File, "refused", null, r.Diagnostic.Position.Line is var line and > 0 ? line : null, null, null, null, r.Diagnostic.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}

/// <summary>How reports become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<object>))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(IReadOnlyList<ReplayJson>))]
[JsonSerializable(typeof(ExploreJson))]
[JsonSerializable(typeof(IReadOnlyList<CellJson>))]
[JsonSerializable(typeof(FuzzJson))]
[JsonSerializable(typeof(MinimizeJson))]
internal sealed partial class ReportJson : JsonSerializerContext;
