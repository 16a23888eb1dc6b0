namespace TeeSim.Scenarios.Checking;

/// <summary>The names that a script may use and that the language itself does not know.</summary>
/// <param name="Targets">The target profiles.</param>
/// <param name="Drivers">The TVP drivers.</param>
public sealed record KnownNames(IReadOnlyList<string> Targets, IReadOnlyList<string> Drivers);
