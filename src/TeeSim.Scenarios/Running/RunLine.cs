using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Running;

/// <summary>Something that a run does next.</summary>
internal sealed record RunLine
{
    /// <summary>A call that is made; null for all others.</summary>
    public Step? Step { get; init; }

    /// <summary>What the call does, where that is not what it says.</summary>
    public CompiledCall? Call { get; init; }

    /// <summary>Which of its allocations is made to fail, from 1; 0 for none.</summary>
    public int FailAllocation { get; init; }

    /// <summary>Which time around the innermost repeat, from 1; 0 outside of repeats.</summary>
    public long Repetition { get; init; }

    /// <summary>What the innermost repeat around the call waits for: when it comes, any result will do. Null for nothing.</summary>
    public UntilOutOfMemory? Until { get; init; }

    /// <summary>Whether it is a fault that the script does not ask for.</summary>
    public bool IsFault { get; init; }

    /// <summary>Whether it comes in the order as written.</summary>
    public bool IsAsWritten { get; init; } = true;

    /// <summary>Bits of the processes that have died: what stands in blocks for them does not come in.</summary>
    public ulong Dead { get; init; }

    /// <summary>Whether nothing follows, though processes could go on: then nothing is said of the end.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>Why nothing follows, though processes are not done: they wait for each other. Null for all others.</summary>
    public LockDeadlock? Deadlock { get; init; }

    /// <summary>A process that dies; null for all others.</summary>
    public string? Killed { get; init; }

    /// <summary>Something that must hold; null for all others.</summary>
    public ExpectStatement? Expectation { get; init; }

    /// <summary>A repeat that begins, has a round behind it, or ends; null for all others.</summary>
    public RepeatStatement? Repeat { get; init; }

    /// <summary>What a line about a repeat says.</summary>
    public UnrolledKind Kind { get; init; }

    /// <summary>In how many repeats it stands.</summary>
    public int Depth { get; init; }
}
