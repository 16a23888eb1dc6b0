using System.Collections.Immutable;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// One execution of a call of a script, repeats unrolled. What it gives lies in a slot of its own, and what it uses is found in the slots
/// of others: so a name that a script gives anew means what it meant as written, whatever the order, and calls can be taken out, moved and
/// put in without a thought about names.
/// </summary>
public sealed record Step
{
    /// <summary>The slot of its result, and its place in the order as written, from 0; inner steps come behind their outer one.</summary>
    public required int Index { get; init; }

    /// <summary>The process that makes it: position in <see cref="CallProgram.Processes"/>.</summary>
    public int Process { get; init; }

    /// <summary>Its place among the steps of its process, from 0.</summary>
    public int Position { get; init; }

    /// <summary>The call as the script has it.</summary>
    public required CallStatement Statement { get; init; }

    /// <summary>Which time around the innermost repeat, from 1; 0 outside of repeats.</summary>
    public long Repetition { get; init; }

    /// <summary>
    /// Whether it stands in a repeat that goes on until memory runs out: when it does, whatever the call returns is right.
    /// </summary>
    public bool AwaitsMemoryToRunOut { get; init; }

    /// <summary>What it does.</summary>
    public required CompiledCall Call { get; init; }

    /// <summary>For each input of the call the slot that it is taken from.</summary>
    public ImmutableArray<int> Inputs { get; init; } = [];

    /// <summary>Which of its allocations fails, from 1; 0 for none.</summary>
    public int FailAllocation { get; init; }

    /// <summary>
    /// The try before it: it is made only if that one returned <c>BUSY</c>, and else does nothing. Null for the first try of a call.
    /// </summary>
    public Step? RetryOf { get; init; }

    /// <summary>How many more tries its call has.</summary>
    public int TriesLeft { get; init; }

    /// <summary>The slot whose name its result takes: what lies there nobody can name any more. -1 for none.</summary>
    public int Overwrites { get; init; } = -1;

    /// <summary>What must have happened before: that another process has made so many of its steps.</summary>
    public ImmutableArray<Awaited> After { get; init; } = [];

    /// <summary>What comes in while it waits for the normal world; all of it happens with it.</summary>
    public ImmutableArray<BlockLine> Block { get; init; } = [];

    /// <summary>The steps in its block, and in theirs, that are more than a look.</summary>
    public ImmutableArray<Step> Inner { get; init; } = [];

    /// <summary>Its slot, and those of the steps in its block.</summary>
    public IEnumerable<int> Slots => Inner.Select(i => i.Index).Prepend(Index);

    /// <summary>The name of the process that makes it.</summary>
    public string ProcessName => Statement.Process.Text;

    /// <summary>Whether it ends its process.</summary>
    public bool EndsProcess => Call.Definition.Traits.HasFlag(CallTraits.EndsProcess);

    /// <summary>Whether it takes a lock of the normal world.</summary>
    public bool TakesLock => Call.Definition.Traits.HasFlag(CallTraits.Locks);

    /// <summary>Whether it uses what lies in one of the slots, itself or in its block, or is another try of what does.</summary>
    public bool Uses(HashSet<int> slots) =>
        Inputs.Any(slots.Contains) || RetryOf is { } before && slots.Contains(before.Index) || Inner.Any(i => i.Inputs.Any(slots.Contains));

    /// <summary>Steps are one when they are the same object: two with equal contents are two executions.</summary>
    public bool Equals(Step? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A line of a block: a call that comes in, or something that must hold then.</summary>
/// <param name="Step">The call; null for an expectation.</param>
/// <param name="Expectation">The expectation; null for a call.</param>
public sealed record BlockLine(Step? Step, ExpectStatement? Expectation);

/// <summary>Something that must have happened.</summary>
/// <param name="Process">Which process.</param>
/// <param name="Steps">How many of its steps it must have made.</param>
public readonly record struct Awaited(int Process, int Steps);
