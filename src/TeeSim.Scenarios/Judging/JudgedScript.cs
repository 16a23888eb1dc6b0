using TeeSim.Scenarios.Metrics;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Judging;

/// <summary>What the rules need to know of a script: the same for all ways to run it.</summary>
internal sealed class JudgedScript
{
    private readonly Lazy<Plateau> _plateau;

    /// <param name="scenario">The script.</param>
    /// <param name="processes">All processes that make calls.</param>
    /// <param name="program">Its steps, for what has to be found out by making them over and over; asked for when that is needed.</param>
    /// <param name="judgesLeaksItself">Whether the script judges leaks itself; null when all of its expectations are judged.</param>
    public JudgedScript(Scenario scenario, IReadOnlyList<string> processes, Func<CallProgram> program, bool? judgesLeaksItself = null)
    {
        Processes = processes;
        Metrics = scenario.Language.Metrics;
        JudgesLeaksItself = judgesLeaksItself ?? ExpectStatement.AllIn(scenario.Script.Statements).Any(e => Metrics.Of(e).IsAboutLeaks);
        _plateau = new Lazy<Plateau>(() => Plateau.Of(program()));
    }

    /// <summary>All processes that make calls.</summary>
    public IReadOnlyList<string> Processes { get; }

    /// <summary>Whether the script has an expectation about leaks, and it is judged.</summary>
    public bool JudgesLeaksItself { get; }

    /// <summary>
    /// Whether what nobody holds a pointer to is taken for leaked without finding out whether it becomes more: for trials, of
    /// which a run has the last word.
    /// </summary>
    public bool TrustsPointers { get; init; }

    /// <summary>
    /// For trials, says of something that is left, in which state, that nothing depends on whether it becomes more: it is not judged, or
    /// nothing new. Null for of nothing.
    /// </summary>
    public Func<Leftover, StateFacts, bool>? IsSettled { get; init; }

    /// <summary>What core and driver keep without leaking it.</summary>
    public Plateau Plateau => _plateau.Value;

    /// <summary>Whether that had to be found out, and was.</summary>
    public bool HasPlateau => _plateau.IsValueCreated;

    /// <summary>What the script can measure.</summary>
    public MetricTable Metrics { get; }
}
