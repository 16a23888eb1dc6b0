using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Schedules;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;
using TeeSim.Testing.ScenarioFiles;

namespace TeeSim.Testing;

/// <summary>
/// One order in which the processes of a script could make its calls: each process makes its own in the order of the lines, a call comes
/// after those whose results it uses and after those that its process waits for. It prints as the line that makes it again, and as a
/// script that can be run by itself.
/// </summary>
public sealed class Ordering
{
    private readonly CallProgram _program;
    private readonly long? _rounds;
    private readonly Lazy<Script> _script;

    internal Ordering(CallProgram program, long? rounds, Schedule schedule)
    {
        _program = program;
        _rounds = rounds;
        Schedule = schedule;
        _script = new Lazy<Script>(() => ScheduledScript.Of(program, schedule));
    }

    /// <summary>The order as written.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">
    /// How many rounds of each repeat there are at the most; null for all, and three of a repeat without a fixed count.
    /// </param>
    /// <exception cref="TeeAssertException">The script is too large.</exception>
    public static Ordering AsWritten(Scenario scenario, long? rounds = null)
    {
        CallProgram program = Programs.Of(scenario, rounds);
        return new Ordering(
            program, rounds, new Schedule([.. program.Steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]));
    }

    /// <summary>The order as written.</summary>
    /// <param name="scenario">The script.</param>
    /// <param name="rounds">
    /// How many rounds of each repeat there are at the most; null for all, and three of a repeat without a fixed count.
    /// </param>
    /// <exception cref="TeeAssertException">The script is too large.</exception>
    public static Ordering AsWritten(ScenarioUnderTest scenario, long? rounds = null) => AsWritten(scenario.Scenario, rounds);

    /// <summary>Reads a schedule, to make an ordering again that was found once.</summary>
    /// <param name="scenario">The script that it belongs to.</param>
    /// <param name="schedule">The word behind <c>--schedule</c>.</param>
    /// <param name="rounds">The number behind <c>--rounds</c>, if there is one.</param>
    /// <exception cref="TeeAssertException">It is no schedule, or that of another script.</exception>
    public static Ordering Parse(ScenarioUnderTest scenario, string schedule, long? rounds = null)
    {
        CallProgram program = Programs.Of(scenario.Scenario, rounds);
        return Schedule.Parse(schedule, program, out string? problem) is { } parsed
            ? new Ordering(program, rounds, parsed)
            : throw new TeeAssertException(problem!);
    }

    /// <summary>What happens, one after the other.</summary>
    public Schedule Schedule { get; }

    /// <summary>The command that makes it again: <c>teesim run x.tee --schedule 1c0ffee5-2a3b</c>.</summary>
    public string Replay => ReplayLine.Of(_program.Scenario.Script.File, Schedule.Print(_program), _rounds);

    /// <summary>The ordering as a script of its own: repeats unrolled, what each call returns behind its arrow.</summary>
    public string Script => ScriptPrinter.Print(_script.Value);

    /// <summary>How often another process goes on than the one before.</summary>
    public int ContextSwitches => Schedule.Choices.Zip(Schedule.Choices.Skip(1)).Count(pair => pair.First.Process != pair.Second.Process);

    internal CallProgram Program => _program;

    /// <summary>Makes the calls in this order, in a world of its own, and reports what came of it.</summary>
    /// <param name="options">Where the device log goes, and states; null for nowhere.</param>
    public RunReport Run(RunOptions? options = null) => Schedule.Run(_program, options ?? new RunOptions());

    /// <summary>The command that makes it again, and the script.</summary>
    public override string ToString() => $"{Replay}\n{Script}";

    internal Ordering With(IEnumerable<Step> steps) =>
        new(_program, _rounds, new Schedule([.. steps.Select(s => new Alternative(s.Process, AlternativeKind.Call))]));
}
