using TeeSim.Exploration.Schedules;

namespace TeeSim.Exploration.Search;

/// <summary>A state whose alternatives are to be tried.</summary>
/// <param name="Path">How to come to it.</param>
/// <param name="Node">Its number.</param>
/// <param name="Alternatives">What to try.</param>
internal sealed record SearchTask(IReadOnlyList<Alternative> Path, int Node, IReadOnlyList<Alternative> Alternatives);
