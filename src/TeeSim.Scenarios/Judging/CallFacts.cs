using TeeSim.Kernel;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Judging;

/// <summary>A call that was made, or could not be, with all that the rules need to know of it.</summary>
internal readonly record struct CallFacts
{
    /// <summary>The call; null when a process died between calls.</summary>
    public required Step? Step { get; init; }

    /// <summary>Who made it.</summary>
    public required string Process { get; init; }

    /// <summary>What it led to; null when it could not be made.</summary>
    public required TeeOutcome? Outcome { get; init; }

    /// <summary>Whether there was a fault before it or in it: what counts then is that nothing is left behind.</summary>
    public bool IsBehindFault { get; init; }

    /// <summary>Whether a pool ran out in it.</summary>
    public bool RanOut { get; init; }

    /// <summary>
    /// Whether all calls up to it were made in the order as written, with the driver that the script names: then it must
    /// return just what the script says.
    /// </summary>
    public bool IsAsWritten { get; init; }

    /// <summary>Whether it fails only because another call failed: it takes back what was never given.</summary>
    public bool IsConsequence { get; init; }

    /// <summary>How many calls before it have not returned.</summary>
    public int Hangs { get; init; }

    /// <summary>The call that should have given what this one misses; null when nothing is missing.</summary>
    public Step? Missing { get; init; }

    /// <summary>Whether it did nothing, because the try before it needs no other.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Whether its process makes it again: somebody else is at it.</summary>
    public bool IsTriedAgain => Step is { TriesLeft: > 0 } && Outcome is { Panic: null, Hang: null, Result: Core.TeeResult.BUSY };

    /// <summary>How many allocations it would have had to make more for the one to fail that was to.</summary>
    public int MissingAllocations { get; init; }

    /// <summary>Whether what stands in its block could not come in, because it loaded nothing.</summary>
    public bool BlockIsMissing { get; init; }

    /// <summary>What the script says that it returns.</summary>
    public string Expected => Step?.Statement.Expected?.Text ?? nameof(Core.TeeResult.SUCCESS);

    /// <summary>Whether the script takes any result.</summary>
    public bool IsAnyExpected => Expected == ExpectedOutcome.Any;

    /// <summary>A finding about it.</summary>
    public Finding Find(FailureKind kind, string what) => Step is { } step
        ? new Finding(kind, ScriptPrinter.PrintWithProcess(step.Statement.Written), step.Statement.Written.Position.Line, what)
        : new Finding(kind, $"{Process}: {CoreCalls.Die.Name}()", 0, what);
}
