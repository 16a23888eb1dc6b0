namespace TeeSim.Scenarios.Judging;

/// <summary>
/// Mutexes that entry points take in a circle. By its mutexes a circle is told from others; which entries are seen to take them
/// depends on the calls that were made.
/// </summary>
/// <param name="Mutexes">
/// The mutexes in the order of the circle, from the one whose name comes first, with a comma between: <c>static+0xc, static+0x10</c>.
/// </param>
/// <param name="Sentence">Which entries take which of them.</param>
internal sealed record MutexCircle(string Mutexes, string Sentence);
