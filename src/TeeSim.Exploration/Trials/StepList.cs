using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Search;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Trials;

/// <summary>What a script does, as a list: its steps in one order, and what it expects between them.</summary>
/// <param name="Steps">The steps. Waits are over at once in it, and locks free, so they are left out.</param>
/// <param name="Expectations">What must hold, and behind how many of the steps.</param>
internal sealed record StepList(IReadOnlyList<Step> Steps, IReadOnlyList<(int Behind, ExpectStatement Expectation)> Expectations)
{
    private static readonly Name Any = new(ExpectedOutcome.Any, default);

    /// <summary>The order as written.</summary>
    public static StepList Of(CallProgram program)
    {
        var steps = new List<Step>();
        var expectations = new List<(int, ExpectStatement)>();
        foreach (ProgramLine line in program.Lines)
        {
            if (line.Statement is ExpectStatement { Sometimes: false } expectation) expectations.Add((steps.Count, expectation));
            else if (line.Step is { Call: { Awaits: null, Lock: null } } step) steps.Add(Bare(step));
        }

        return new StepList(steps, expectations).WithoutSkipped(program);
    }

    /// <summary>
    /// The order of a schedule. What a call returned otherwise than the script says, and is not wrong there, may be anything from now on.
    /// </summary>
    public static StepList Of(CallProgram program, Schedule schedule)
    {
        var steps = new List<Step>();
        var expectations = new List<(int, ExpectStatement)>();
        var machine = new ProgramExecution(program, hashes: false);
        CallCompiler compiler = program.Scenario.NewCompiler();
        int nextSlot = program.Slots;
        foreach (Alternative choice in schedule.Choices)
        {
            Step? next = choice.Kind == AlternativeKind.Kill ? null : machine.Next(choice.Process);
            CallFacts made;
            try
            {
                made = machine.Make(choice);
            }
            catch (DriverProblemException problem) when (problem.Fault is not null)
            {
                steps.Add(StepOf(
                    new CallFacts { Step = next, Process = program.Processes[choice.Process], Outcome = null }, choice, compiler,
                    ref nextSlot));
                break;
            }

            if (made.Step is not { TakesLock: true }) steps.Add(StepOf(made, choice, compiler, ref nextSlot));
            if (made.Outcome is { Panic: not null }) break;
            if (machine.Faults > 0) continue;
            foreach (Cut cut in program.Cuts.Where(c => machine.Positions.SequenceEqual(c.PositionArray)))
                expectations.AddRange(cut.Expectations.Where(e => !e.Sometimes).Select(e => (steps.Count, e)));
        }

        return new StepList(steps, expectations).WithoutSkipped(program);
    }

    /// <summary>Steps as a program that makes them in their order.</summary>
    public static CallProgram Program(Scenario scenario, IReadOnlyList<Step> steps) => new()
    {
        Scenario = scenario,
        Processes = [.. steps.Select(s => s.ProcessName).Distinct()],
        StepsOf = [],
        Steps = steps,
        Slots = steps.SelectMany(s => s.Slots).DefaultIfEmpty(0).Max() + 1,
        Cuts = [],
        Lines = [],
        Shortened = [],
    };

    /// <summary>The same step with other arguments; of what it used it may leave something out.</summary>
    public static Step With(Step step, CallStatement statement, CallCompiler compiler)
    {
        CompiledCall call = compiler.Compile(statement);
        return step with
        {
            Statement = statement,
            Call = call,
            Inputs = [.. call.Inputs.Select(name => step.Inputs[step.Call.Inputs.ToList().IndexOf(name)])],
        };
    }

    /// <summary>A step of other settings.</summary>
    public static Step Compiled(Step step, CallCompiler compiler) => step with
    {
        Call = compiler.Compile(step.Statement),
        Block = [.. step.Block.Select(line => line.Step is { } inner ? line with { Step = Compiled(inner, compiler) } : line)],
    };

    /// <summary>A step without the label for an allocation that fails and without that for more tries: that is said by itself.</summary>
    public static Step Bare(Step step) => step with
    {
        Statement = FaultLabels.WithoutRetry(FaultLabels.WithoutFailingAllocation(step.Statement)),
        Block = [.. step.Block.Select(line => line.Step is { } inner ? line with { Step = Bare(inner) } : line)],
    };

    // Each try that was made is a call like others, so that it can be left out by itself; tries that did nothing are not there.
    private StepList WithoutSkipped(CallProgram program)
    {
        if (!Steps.Any(s => s.RetryOf is not null)) return this;
        var world = new TrialWorld(program.Scenario, checksSessions: false);
        world.Reset();
        var steps = new List<Step>();
        var passed = new Dictionary<int, int>();
        int[] behind = new int[Steps.Count + 1];
        for (int i = 0; i < Steps.Count; i++)
        {
            Step step = Steps[i];
            bool hasThrown = !TryMake(world, step);
            if (world.WasSkipped && !hasThrown) passed[step.Index] = Slot(step.RetryOf!.Index);
            else steps.Add(step with { RetryOf = null, Inputs = [.. step.Inputs.Select(Slot)], Overwrites = Slot(step.Overwrites) });
            behind[i + 1] = steps.Count;
            if (!hasThrown) continue;
            Array.Fill(behind, steps.Count, i + 1, Steps.Count - i);
            break;
        }

        return new StepList(steps, [.. Expectations.Select(e => (behind[e.Behind], e.Expectation))]);

        int Slot(int slot) => passed.GetValueOrDefault(slot, slot);
    }

    private static bool TryMake(TrialWorld world, Step step)
    {
        try
        {
            world.Make(step);
            return true;
        }
        catch (DriverProblemException problem) when (problem.Fault is not null)
        {
            return false;
        }
    }

    private static Step StepOf(CallFacts made, Alternative choice, CallCompiler compiler, ref int next)
    {
        if (made.Step is not { } step)
        {
            CompiledCall death = compiler.Death(made.Process);
            return new Step { Index = next++, Statement = death.Bound.Call, Call = death };
        }

        Step bare = Bare(step);
        if (choice.Kind == AlternativeKind.FailAllocation) bare = bare with { FailAllocation = choice.Nth };
        if (choice.Kind == AlternativeKind.TaPanic)
        {
            CallStatement panicking = FaultLabels.WithPanic(bare.Statement, FaultLabels.PanicCode);
            bare = bare with { Statement = panicking, Call = compiler.Compile(panicking) };
        }

        bool isWrong = Rulebook.Judge(made) is { Kind: FailureKind.WrongResult or FailureKind.OutOfMemory };
        return isWrong ? bare : bare with { Statement = bare.Statement with { Expected = Any } };
    }
}
