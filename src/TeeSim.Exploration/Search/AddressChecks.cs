using System.Globalization;
using TeeSim.Core;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;
using TeeSim.Scenarios.Judging;
using TeeSim.Scenarios.Metrics;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Search;

/// <summary>Whether it matters where things lie on the heap: then states are not one because they are equal up to addresses.</summary>
internal static class AddressChecks
{
    // Blocks are aligned to 8 bytes; so many layouts differ in all that alignments to a cache line can show.
    private const int Layouts = 8;
    private const ulong Step = 8;

    /// <summary>Why states must be told apart by all their bytes; null when that is not known to be so.</summary>
    /// <param name="program">The program.</param>
    /// <param name="watch">Is told of each call.</param>
    public static string? WhyExact(CallProgram program, CallWatch watch)
    {
        MetricTable metrics = program.Scenario.Language.Metrics;
        IReadOnlyList<Statement> statements = program.Scenario.Script.Statements;
        if (ExpectStatement.AllIn(statements).FirstOrDefault(e => metrics.Of(e).DependsOnAddresses) is { } measured)
            return $"`{measured.Metric.Name.Text}` depends on where things lie";
        if (program.Lines.Any(
            l => l.Statement is CallStatement { Expected.Text: nameof(TeeResult.OUT_OF_MEMORY) } && l.Step is { FailAllocation: 0 })
            || program.Shortened.Count > 0 && HasUntil(statements))
        {
            return "the script waits for memory to run out, which depends on where things lie";
        }
        return DriverDependsOnAddresses(program, watch)
            ? $"driver '{program.Scenario.Options.Driver.Name}' does something else when things lie elsewhere"
            : null;
    }

    private static bool HasUntil(IReadOnlyList<Statement> statements) => statements.Any(s => s switch
    {
        RepeatStatement { Count: UntilOutOfMemory } => true,
        RepeatStatement repeat => HasUntil(repeat.Body),
        CallStatement call => HasUntil(call.Body),
        _ => false,
    });

    // The same history in heaps that lie differently: one process after the other in every turn, and the order as written.
    private static bool DriverDependsOnAddresses(CallProgram program, CallWatch watch)
    {
        if (!program.Steps.Any(s => s.Call.Definition.Traits.HasFlag(CallTraits.OfDriver))) return false;
        string first = Outcomes(program, 0, watch);
        for (int layout = 1; layout < Layouts; layout++)
        {
            if (Outcomes(program, (ulong)layout * Step, watch) != first) return true;
        }

        return false;
    }

    private static string Outcomes(CallProgram program, ulong shift, CallWatch watch)
    {
        var text = new System.Text.StringBuilder();
        var heap = new AddressRange(program.Scenario.Options.Profile.Boot.Heap, program.Scenario.Options.Profile.Boot.HeapSize);
        for (int turn = -1; turn < program.Processes.Count; turn++)
        {
            var machine = new ProgramExecution(program, hashes: false);
            if (shift > 0) machine.World.Heap.Malloc(shift, default);
            foreach (Alternative choice in Order(program, machine, turn))
            {
                watch.Enter(machine.Next(choice.Process), program.Processes[choice.Process]);
                TeeOutcome? outcome = Make(machine, choice, shift).Outcome;
                watch.Leave();
                Append(outcome);
                if (outcome is { Panic: not null }) break;
            }

            TakeBack(machine, watch, Append);
            text.Append(machine.World.Panic is null ? machine.World.Heap.MdbgCheck().Count - (shift > 0 ? 1 : 0) : 0).Append('\n');
        }

        return text.ToString();

        void Append(TeeOutcome? outcome) =>
            text.Append(outcome?.Result)
                .Append(outcome?.Panic?.What)
                .Append(outcome?.Hang)
                .Append(heap.Contains(outcome?.Value ?? 0, 1) ? 0 : outcome?.Value)
                .Append(';');
    }

    // What a script leaves open is taken back when leaks are judged, so that must be the same, too. Sessions come last.
    private static void TakeBack(ProgramExecution machine, CallWatch watch, Action<TeeOutcome?> append)
    {
        foreach (Holding h in Holding.LastFirst(machine.Execution.Holdings.All.Where(h => h.CanBeClosed))
            .OrderBy(h => h.Kind == ParameterKind.Session)
            .ToArray())
        {
            if (machine.World.Panic is not null) return;
            CompiledCall closing = h.Closing.Call;
            watch.Enter(new Step { Index = 0, Statement = closing.Bound.Call, Call = closing }, h.Process);
            try
            {
                append(closing.Make(machine.World, h.Inputs, failing: 0, out _));
            }
            catch (DriverFaultException fault)
            {
                throw DriverProblemException.Of(fault, closing.Bound.Call);
            }

            watch.Leave();
        }
    }

    private static CallFacts Make(ProgramExecution machine, Alternative choice, ulong shift)
    {
        try
        {
            return machine.Make(choice);
        }
        catch (DriverProblemException problem)
        {
            string order = machine.Path.Print(machine.Program);
            throw problem.In(
                shift == 0 ? order : string.Create(CultureInfo.InvariantCulture, $"{order}, where the heap begins {shift} bytes later"));
        }
    }

    private static IEnumerable<Alternative> Order(CallProgram program, ProgramExecution machine, int turn)
    {
        if (turn < 0)
        {
            foreach (Step step in program.Steps) yield return new Alternative(step.Process, AlternativeKind.Call);
            yield break;
        }

        int processes = program.Processes.Count;
        while (true)
        {
            int next = Enumerable.Range(turn, processes).Select(p => p % processes).FirstOrDefault(p => machine.Next(p) is not null, -1);
            if (next < 0) yield break;
            yield return new Alternative(next, AlternativeKind.Call);
        }
    }
}
