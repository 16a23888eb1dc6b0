using System.Collections.Immutable;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Programs;

/// <summary>One execution of a call of a script, repeats unrolled. What is passed is found in slots: each step that gives a result has one of its own, so that a name that a script
/// gives anew means what it meant as written, whatever the order.</summary>
public sealed class Step
{
    /// <summary>Its place in the order as written, from 0; inner steps come behind their outer one.</summary>
    public required int Index { get; init; }

    /// <summary>The process that makes it: position in <see cref="CallProgram.Processes"/>.</summary>
    public required int Process { get; init; }

    /// <summary>Its place among the steps of its process, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The call as the script has it.</summary>
    public required CallStatement Statement { get; init; }

    /// <summary>Which time around the innermost repeat, from 1; 0 outside of repeats.</summary>
    public required long Repetition { get; init; }

    /// <summary>What it does.</summary>
    public required CompiledCall Call { get; init; }

    /// <summary>For each input of the call the step that gives it, by index.</summary>
    public required ImmutableArray<int> Inputs { get; init; }

    /// <summary>The names by which the order as written would call the result; null when nothing is kept.</summary>
    public string? Result => Statement.Result?.Text;

    /// <summary>What must have happened before: that another process has made so many of its steps.</summary>
    public required ImmutableArray<Awaited> After { get; init; }

    /// <summary>The steps that come in while this one waits for the normal world; all of them are made with it.</summary>
    public ImmutableArray<Step> Inner { get; init; } = [];

    /// <summary>Bits of what it touches: steps of different processes that share none can be swapped. See <see cref="Footprints"/>.</summary>
    public required ulong Footprint { get; init; }
}

/// <summary>Something that must have happened.</summary>
/// <param name="Process">Which process.</param>
/// <param name="Steps">How many of its steps it must have made.</param>
public readonly record struct Awaited(int Process, int Steps);
