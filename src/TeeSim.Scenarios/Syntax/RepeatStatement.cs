using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary><c>repeat COUNT { … }</c>: statements that run again and again.</summary>
/// <param name="Position">Of the statement.</param>
/// <param name="Count">How often, or until when.</param>
/// <param name="Body">The statements and whole-line comments in the block.</param>
public sealed record RepeatStatement(SourcePosition Position, RepeatCount Count, IReadOnlyList<Statement> Body) : Statement(Position)
{
    /// <summary>How deep blocks, of repeats and of calls, can be nested.</summary>
    public const int DeepestNesting = 8;

    /// <summary>The comment behind the closing brace; null when there is none.</summary>
    public string? ClosingComment { get; init; }
}

/// <summary>How often a repeat runs.</summary>
public abstract record RepeatCount
{
    /// <summary>The largest number of times that the block can run.</summary>
    public abstract ulong AtMost { get; }
}

/// <summary><c>repeat 4</c>.</summary>
/// <param name="Times">How often.</param>
public sealed record FixedCount(Number Times) : RepeatCount
{
    /// <inheritdoc/>
    public override ulong AtMost => Times.Value;
}

/// <summary>
/// <c>repeat until print_oom [max 5000]</c>: until an allocation has failed in the block; <c>until out_of_memory</c>: until anything has
/// run out, be it the heap, the TA RAM, page tables or room for shared memory.
/// </summary>
/// <param name="Max">Give up after this many times; null for <see cref="DefaultMax"/>.</param>
/// <param name="HeapOnly">Whether only the heap counts.</param>
public sealed record UntilOutOfMemory(Number? Max, bool HeapOnly) : RepeatCount
{
    /// <summary>The word for the heap.</summary>
    public const string PrintOom = "print_oom";

    /// <summary>The word for anything.</summary>
    public const string Anything = "out_of_memory";

    /// <summary>After how many times a repeat gives up that does not say it.</summary>
    public const ulong DefaultMax = 100_000;

    /// <inheritdoc/>
    public override ulong AtMost => Max?.Value ?? DefaultMax;
}
