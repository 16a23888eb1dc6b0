using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>expect [sometimes] METRIC OPERATOR NUMBER</c>: what must hold when the run comes to this line.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Metric">What is measured.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">With what.</param>
public sealed record ExpectStatement(
    SourcePosition Position, Metric Metric, ComparisonOperator Operator, Number Value) : Statement(Position)
{
    /// <summary>The word behind <c>expect</c> that makes it enough when one ordering of the calls does it.</summary>
    public const string SometimesWord = "sometimes";

    /// <summary>Whether it must hold here in at least one ordering of the script's calls; else in each.</summary>
    public bool Sometimes { get; init; }

    /// <summary>All expectations of statements, in whatever block.</summary>
    public static IEnumerable<ExpectStatement> AllIn(IReadOnlyList<Statement> block) => block.SelectMany(statement => statement switch
    {
        ExpectStatement expectation => [expectation],
        RepeatStatement repeat => AllIn(repeat.Body),
        CallStatement call => AllIn(call.Body),
        _ => Enumerable.Empty<ExpectStatement>(),
    });
}

/// <summary>Something that can be measured: <c>leaked</c>, <c>regions(drm)</c>, <c>blocks(mobj.c:168)</c>.</summary>
/// <param name="Name">Which metric.</param>
/// <param name="Ta">The TA in the parentheses; null when something else or nothing stands there.</param>
/// <param name="Site">The call site in the parentheses; null when something else or nothing stands there.</param>
public sealed record Metric(Name Name, Name? Ta, SiteReference? Site);

/// <summary>A line of the TEE's source that allocates: <c>mobj.c:168</c> or <c>core/arch/arm/mm/mobj.c:168</c>.</summary>
/// <param name="File">The file, with or without its folders.</param>
/// <param name="Line">From 1 upward.</param>
/// <param name="Position">Of the first character.</param>
public sealed record SiteReference(string File, int Line, SourcePosition Position);
