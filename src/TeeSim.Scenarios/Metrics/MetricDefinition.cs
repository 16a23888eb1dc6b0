using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Metrics;

/// <summary>What a metric takes in parentheses.</summary>
public enum MetricArgument
{
    /// <summary>Nothing, and no parentheses.</summary>
    None,

    /// <summary>The name of a TA.</summary>
    Ta,

    /// <summary>A call site: file and line.</summary>
    Site,
}

/// <summary>Something that <c>expect</c> can measure.</summary>
/// <param name="Name">Its name in scripts.</param>
/// <param name="Argument">What it takes in parentheses.</param>
/// <param name="Summary">What it counts and in what unit.</param>
public sealed record MetricDefinition(string Name, MetricArgument Argument, string Summary)
{
    /// <summary>Whether it tells of leaks: a script with an expectation about it judges leaks itself.</summary>
    public bool IsAboutLeaks { get; init; }

    /// <summary>
    /// Whether its value depends on where things lie on the heap: then two states that differ in nothing else are different.
    /// </summary>
    public bool DependsOnAddresses { get; init; }

    /// <summary>Measures it.</summary>
    internal Func<WorldMetrics, Metric, long> Measure { get; init; } = (_, _) => 0;

    /// <summary>How scripts write it: <c>regions(drm)</c>.</summary>
    public string Example => Argument switch
    {
        MetricArgument.Ta => $"{Name}(drm)",
        MetricArgument.Site => $"{Name}(mobj.c:168)",
        _ => Name,
    };
}
