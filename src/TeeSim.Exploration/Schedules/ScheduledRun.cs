using TeeSim.Core;
using TeeSim.Exploration.Oracles;
using TeeSim.Exploration.Programs;
using TeeSim.Exploration.Search;
using TeeSim.Kernel;
using TeeSim.Scenarios.Checking;

namespace TeeSim.Exploration.Schedules;

/// <summary>The calls of a program made in the order of a schedule, with what each led to.</summary>
internal static class ScheduledRun
{
    /// <summary>What was made. Ends where the core stops.</summary>
    public static IReadOnlyList<ScheduledStep> Of(CallProgram program, Schedule schedule)
    {
        var machine = new Machine(program, hashes: false);
        var made = new List<ScheduledStep>();
        foreach (Alternative choice in schedule.Choices)
        {
            Step? step = choice.Kind == AlternativeKind.Kill ? null : machine.Next(choice.Process);
            if (step is null && choice.Kind != AlternativeKind.Kill) break;
            TeeOutcome? outcome = machine.Make(choice);
            made.Add(new ScheduledStep(choice, step, outcome, machine.Faults > 0, [.. machine.Positions]));
            if (outcome is { Panic: not null }) break;
        }

        return made;
    }
}

/// <summary>Something that a schedule has made happen.</summary>
/// <param name="Choice">What.</param>
/// <param name="Step">The call; null when a process died.</param>
/// <param name="Outcome">What it led to; null when the call could not be made.</param>
/// <param name="IsBehindFault">Whether there has been a fault, in this call or before.</param>
/// <param name="Positions">How many steps each process has made then.</param>
internal sealed record ScheduledStep(Alternative Choice, Step? Step, TeeOutcome? Outcome, bool IsBehindFault, IReadOnlyList<int> Positions)
{
    /// <summary>What the call returned, in the words of scripts; empty when it was not made.</summary>
    public string Result => Outcome switch
    {
        null => "",
        { Panic: not null } => ExpectedOutcome.CorePanic,
        { Hang: not null } => ExpectedOutcome.Hangs,
        { } o => o.Result.ToString(),
    };

    /// <summary>What the script expects.</summary>
    public string Expected => Step?.Statement.Expected?.Text ?? nameof(TeeResult.SUCCESS);

    /// <summary>Whether the result is one that nobody complains about.</summary>
    public bool IsFine => Expected == ExpectedOutcome.Any || Expected == Result
        || (Outcome is { Panic: null, Hang: null } o && (IsBehindFault || StateOracle.IsExpected(o.Result, Expected)));
}
