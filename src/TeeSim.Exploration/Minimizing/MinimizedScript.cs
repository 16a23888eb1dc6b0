using TeeSim.Exploration.Trials;

namespace TeeSim.Exploration.Minimizing;

/// <summary>The shortest script that was found for a failure.</summary>
/// <param name="Failure">Which failure.</param>
/// <param name="Sentence">What it shows, as its first line says it, without a full stop.</param>
/// <param name="Text">The script.</param>
/// <param name="CallsBefore">How many calls there were, repeats unrolled.</param>
/// <param name="CallsAfter">How many there are.</param>
/// <param name="Trials">How many scripts were tried on the way.</param>
/// <param name="IsComplete">Whether no bound was reached: then no single call can go any more.</param>
/// <param name="IsConfirmed">
/// Whether a run of the script as written shows the failure. It can't when only an exploration looks for it, such as
/// damage that has no effect yet.
/// </param>
public sealed record MinimizedScript(
    FindingKey Failure, string Sentence, string Text, int CallsBefore, int CallsAfter, int Trials, bool IsComplete, bool IsConfirmed);
