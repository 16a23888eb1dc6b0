using System.Collections.Immutable;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.States;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Scenarios.Programs;

/// <summary>
/// A script taken apart into what each process does, in its own order, and what has to wait for what: all that is needed to try other
/// orderings. Calls that only look or let time pass are no steps; they stay in front of the next step of their process.
/// </summary>
public sealed partial class CallProgram
{
    /// <summary>The script.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The state that it goes on from, whose names have the first slots; null when it starts with a boot.</summary>
    public RunState? From { get; init; }

    /// <summary>The processes, in the order in which they first make a call. A schedule calls them a, b, c, …</summary>
    public required IReadOnlyList<string> Processes { get; init; }

    /// <summary>
    /// For each process its steps, in its order. A step with others inside of it stands in the list of each process that takes part.
    /// </summary>
    public required ImmutableArray<ImmutableArray<Step>> StepsOf { get; init; }

    /// <summary>All steps but inner ones, as written.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>How many results steps can have: one more than the largest <see cref="Step.Index"/>.</summary>
    public required int Slots { get; init; }

    /// <summary>What the script expects, and when.</summary>
    public required IReadOnlyList<Cut> Cuts { get; init; }

    /// <summary>The script, repeats unrolled, as written: steps, and what is no step.</summary>
    public required IReadOnlyList<ProgramLine> Lines { get; init; }

    /// <summary>Repeats of which only some rounds are there; empty when the program is the whole script.</summary>
    public required IReadOnlyList<ShortenedRepeat> Shortened { get; init; }

    /// <summary>Whether the script judges leaks itself, by an expectation that does not speak of rounds that are left out.</summary>
    internal bool JudgesLeaksItself =>
        (Shortened.Count == 0 ? ExpectStatement.AllIn(Scenario.Script.Statements) : Cuts.SelectMany(c => c.Expectations))
            .Any(e => Scenario.Language.Metrics.Of(e).IsAboutLeaks);

    /// <summary>
    /// Whether something that the script says can be true of the order as written alone: an expected error, an allocation that is to fail,
    /// calls that come in during another.
    /// </summary>
    public bool IsJudgedByOrder =>
        Steps.Any(s => s.FailAllocation > 0 || s.Block.Length > 0 || s.Statement.Expected is { Text: not ExpectedOutcome.Any });

    /// <summary>The step that gives what lies in a slot; null for none.</summary>
    internal Step? StepOfSlot(int slot)
    {
        if (_bySlot is null)
        {
            var all = new Step?[Slots];
            foreach (Step step in Lines.Select(l => l.Step).OfType<Step>()
                .SelectMany(s => s.Block.Select(b => b.Step).OfType<Step>().Concat(s.Inner).Prepend(s)))
            {
                all[step.Index] = step;
            }
            _bySlot = all;
        }

        return _bySlot[slot];
    }

    private Step?[]? _bySlot;

    /// <summary>The step with which all of its processes can go on.</summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died.</param>
    /// <param name="process">The process that is to go on.</param>
    /// <returns>Its next step; null when it has none, or has to wait.</returns>
    public Step? Next(ReadOnlySpan<int> positions, ulong dead, int process)
    {
        ImmutableArray<Step> steps = StepsOf[process];
        if (positions[process] >= steps.Length || (dead >> process & 1) != 0) return null;
        Step step = steps[positions[process]];
        if (step.Process != process) return null;
        foreach (Awaited awaited in step.After)
        {
            // Nobody waits for the dead.
            if (positions[awaited.Process] < awaited.Steps && (dead >> awaited.Process & 1) == 0) return null;
        }

        return Holder(positions, dead, step) is null ? step : null;
    }

    /// <summary>Moves the processes that take part behind a step. The dead stay where they are.</summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that have died; those that die with the step are added.</param>
    /// <param name="step">The step.</param>
    public void Advance(Span<int> positions, ref ulong dead, Step step)
    {
        positions[step.Process]++;
        foreach (Step inner in step.Inner)
        {
            if (inner.Process != step.Process && (dead >> inner.Process & 1) == 0) positions[inner.Process] = inner.Position + 1;
        }

        dead = DeadAfter(dead, step);
    }

    /// <summary>Undoes <see cref="Advance"/>.</summary>
    /// <param name="positions">How many steps each process has made.</param>
    /// <param name="dead">Bits of the processes that had died before the step.</param>
    /// <param name="step">The step.</param>
    public static void Retreat(Span<int> positions, ulong dead, Step step)
    {
        positions[step.Process]--;
        for (int i = step.Inner.Length - 1; i >= 0; i--)
        {
            if (step.Inner[i].Process != step.Process && (dead >> step.Inner[i].Process & 1) == 0)
                positions[step.Inner[i].Process] = step.Inner[i].Position;
        }
    }
}

/// <summary>A point of the script: exactly the steps above it have been made, and none below.</summary>
/// <param name="Positions">How many steps each process has made.</param>
/// <param name="Expectations">What must hold then.</param>
public sealed record Cut(IReadOnlyList<int> Positions, IReadOnlyList<ExpectStatement> Expectations)
{
    internal int[] PositionArray { get; } = [.. Positions];
}

/// <summary>A repeat of which an exploration tries only some rounds.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Rounds">How many it tries.</param>
public sealed record ShortenedRepeat(int Line, long Rounds);

/// <summary>A statement of the unrolled script.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Repetition">Which time around the innermost repeat.</param>
/// <param name="Step">The step that it is; null for what is none.</param>
/// <param name="Positions">The point at which it stands.</param>
public sealed record ProgramLine(Statement Statement, long Repetition, Step? Step, IReadOnlyList<int> Positions);
