using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Search;

/// <summary>
/// Which "sometimes" expectations have held in some ordering, each round of a repeat by itself. Several workers add to it at once.
/// </summary>
internal sealed class SometimesList
{
    private readonly HashSet<(Cut Where, ExpectStatement Expectation)> _held = [];

    public void Add(Cut where, ExpectStatement expectation)
    {
        lock (_held) _held.Add((where, expectation));
    }

    public bool HasHeld(Cut where, ExpectStatement expectation)
    {
        lock (_held) return _held.Contains((where, expectation));
    }
}
