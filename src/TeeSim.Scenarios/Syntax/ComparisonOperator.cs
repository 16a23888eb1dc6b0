namespace TeeSim.Scenarios.Syntax;

/// <summary>How an expectation compares the measured value (left) with the number that the script gives (right).</summary>
public enum ComparisonOperator
{
    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,
}

/// <summary>What the operators are called and what they mean.</summary>
public static class ComparisonOperators
{
    /// <summary>How scripts write the operators, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Symbols { get; } = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>How scripts write <paramref name="comparison"/>.</summary>
    public static string Symbol(this ComparisonOperator comparison) => Symbols[(int)comparison];

    /// <summary>Whether <paramref name="measured"/> compares with <paramref name="wanted"/> as the script wants.</summary>
    public static bool Holds(this ComparisonOperator comparison, ulong measured, ulong wanted) => comparison switch
    {
        ComparisonOperator.Equal => measured == wanted,
        ComparisonOperator.NotEqual => measured != wanted,
        ComparisonOperator.Less => measured < wanted,
        ComparisonOperator.LessOrEqual => measured <= wanted,
        ComparisonOperator.Greater => measured > wanted,
        ComparisonOperator.GreaterOrEqual => measured >= wanted,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };
}
