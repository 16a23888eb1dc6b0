using TeeSim.Exploration.Fuzzing;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Cli.Rendering;

/// <summary>What fuzzing has found, for other programs.</summary>
internal sealed record FuzzJson(
    ulong Seed, long Runs, long Calls, int Known, IReadOnlyList<string> OfOpTee, IReadOnlyList<FoundJson> Failures);

/// <summary>A failure.</summary>
internal sealed record FoundJson(
    long Run, FailureKind Kind, string Sentence, int CallsBefore, int CallsAfter, int Trials, bool Complete, bool Confirmed, string? File,
    string Script)
{
    public static FoundJson Of(FoundFailure f, string? file) => new(
        f.Run, f.Script.Failure.Kind, f.Script.Sentence, f.Script.CallsBefore, f.Script.CallsAfter, f.Script.Trials, f.Script.IsComplete,
        f.Script.IsConfirmed, file, f.Script.Text);
}

/// <summary>What a reduction has come to, for other programs.</summary>
internal sealed record MinimizeJson(
    string File, string? Output, FailureKind Kind, string Sentence, int CallsBefore, int CallsAfter, int Trials, bool Complete,
    bool Confirmed, string Script);
