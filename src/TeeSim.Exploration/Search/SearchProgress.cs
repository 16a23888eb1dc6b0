namespace TeeSim.Exploration.Search;

/// <summary>How far a search is.</summary>
/// <param name="States">Distinct states so far.</param>
/// <param name="Transitions">Transitions so far.</param>
/// <param name="Queue">States that wait for a worker.</param>
/// <param name="Elapsed">Real time.</param>
public readonly record struct SearchProgress(long States, long Transitions, int Queue, TimeSpan Elapsed);
