using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Schedules;

/// <summary>
/// What a run does to make the calls of a program in the order of a schedule: the calls themselves, not a script written anew, so that
/// reports name them as they are.
/// </summary>
internal static class ScheduleLines
{
    /// <summary>The lines; what only looks stands in front of the next step of its process.</summary>
    public static IEnumerable<RunLine> Of(CallProgram program, Schedule schedule)
    {
        CallCompiler compiler = program.Scenario.NewCompiler();
        ILookup<(string Process, int Position), ProgramLine> passive = PassiveLines(program);
        int[] positions = new int[program.Processes.Count];
        ulong dead = 0;
        int asWritten = 0;
        bool isFaulty = false;
        foreach (RunLine line in ExpectationsAt(program, positions)) yield return line;
        foreach (Alternative choice in schedule.Choices)
        {
            string process = program.Processes[choice.Process];
            if (choice.Kind == AlternativeKind.Kill)
            {
                dead |= program.ThreadsOf(choice.Process);
                isFaulty = true;
                yield return new RunLine { Killed = process, IsFault = true, IsAsWritten = false };
                continue;
            }

            if (program.Next(positions, dead, choice.Process) is not { } step) break;
            foreach (ProgramLine line in passive[(process, step.Position)])
                yield return new RunLine { Step = line.Step, Repetition = line.Repetition, IsAsWritten = true };
            bool isNext = asWritten >= 0 && !choice.IsFault && asWritten < program.Steps.Count
                && ReferenceEquals(program.Steps[asWritten], step);
            asWritten = isNext ? asWritten + 1 : -1;
            isFaulty |= choice.IsFault;
            yield return new RunLine
            {
                Step = step,
                Repetition = step.Repetition,
                Call = choice.Kind == AlternativeKind.TaPanic
                    ? compiler.Compile(FaultLabels.WithPanic(step.Statement, FaultLabels.PanicCode))
                    : null,
                FailAllocation = choice.Kind == AlternativeKind.FailAllocation ? choice.Nth : step.FailAllocation,
                IsFault = choice.IsFault,
                IsAsWritten = isNext,
                Dead = dead,
            };
            program.Advance(positions, ref dead, step);
            if (isFaulty) continue;
            foreach (RunLine line in ExpectationsAt(program, positions)) yield return line;
        }

        for (int i = 0; i < positions.Length; i++)
        {
            // What only looks, behind the last step of its process.
            if ((dead >> i & 1) != 0 || positions[i] < program.StepsOf[i].Length) continue;
            foreach (ProgramLine line in passive[(program.Processes[i], positions[i])])
                yield return new RunLine { Step = line.Step, Repetition = line.Repetition, IsAsWritten = asWritten >= 0 };
        }

        if (program.Deadlock(positions, dead) is { } deadlock) yield return new RunLine { Deadlock = deadlock };
        if (IsEarly(program, positions, dead)) yield return new RunLine { EndsEarly = true };
        else if (program.NeverMade(positions, dead) is { } left) throw Stuck(program, schedule, left);
    }

    /// <summary>
    /// The bug that nobody can go on in an ordering that is not over: it would be called clean though calls of it were never made.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="schedule">The ordering.</param>
    /// <param name="left">What is left of it.</param>
    public static InvalidOperationException Stuck(CallProgram program, Schedule schedule, Step left) =>
        new($"no process can go on behind {schedule.Print(program)}, but `{ScriptPrinter.PrintWithProcess(left.Statement)}` (line "
            + $"{left.Statement.Position.Line}) has not been made");

    /// <summary>Whether some process could still go on behind a schedule.</summary>
    public static bool IsEarly(CallProgram program, Schedule schedule)
    {
        int[] positions = new int[program.Processes.Count];
        ulong dead = 0;
        foreach (Alternative choice in schedule.Choices)
        {
            if (choice.Kind == AlternativeKind.Kill) dead |= program.ThreadsOf(choice.Process);
            else if (program.Next(positions, dead, choice.Process) is { } step) program.Advance(positions, ref dead, step);
        }

        return IsEarly(program, positions, dead);
    }

    private static bool IsEarly(CallProgram program, int[] positions, ulong dead) =>
        Enumerable.Range(0, positions.Length).Any(p => program.Next(positions, dead, p) is not null);

    private static IEnumerable<RunLine> ExpectationsAt(CallProgram program, int[] positions)
    {
        foreach (Cut cut in program.Cuts)
        {
            if (!cut.Positions.SequenceEqual(positions)) continue;
            foreach (ExpectStatement expectation in cut.Expectations)
                yield return new RunLine { Expectation = expectation, Kind = UnrolledKind.Expectation };
        }
    }

    private static ILookup<(string Process, int Position), ProgramLine> PassiveLines(CallProgram program) => program.Lines
        .Where(l => l.Step is { Call: { IsPassive: true, Awaits: null } })
        .ToLookup(l => (l.Step!.ProcessName, l.Positions[program.Processes.ToList().IndexOf(l.Step.ProcessName)]));
}
