using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Exploration.Schedules;

/// <summary>
/// An ordering as one short word, <c>1c0ffee5-2a3b</c>: eight digits by which it knows its script, then who goes on, a letter for each
/// process in the order in which the script has them, with a number in front for several times. A letter with K dies, one with P goes on
/// with a TA that panics, one with F2. goes on with its second allocation failing.
/// </summary>
/// <param name="Choices">What happens, one after the other.</param>
public sealed record Schedule(IReadOnlyList<Alternative> Choices)
{
    /// <summary>How many processes a schedule can tell apart.</summary>
    public const int MostProcesses = 26;

    internal const int CheckDigits = 8;
    private const int LongestText = 100_000;

    /// <summary>The schedule as text.</summary>
    /// <param name="program">The program that it is an ordering of.</param>
    public string Print(CallProgram program)
    {
        var text = new StringBuilder(CheckOf(program)).Append('-');
        for (int i = 0; i < Choices.Count;)
        {
            int times = 1;
            while (i + times < Choices.Count && Choices[i + times] == Choices[i]) times++;
            if (times > 1) text.Append(CultureInfo.InvariantCulture, $"{times}");
            text.Append((char)('a' + Choices[i].Process));
            switch (Choices[i].Kind)
            {
                case AlternativeKind.Kill:
                    text.Append('K');
                    break;
                case AlternativeKind.TaPanic:
                    text.Append('P');
                    break;
                case AlternativeKind.FailAllocation:
                    text.Append(CultureInfo.InvariantCulture, $"F{Choices[i].Nth}.");
                    break;
            }

            i += times;
        }

        return text.ToString();
    }

    /// <summary>Makes the calls of a program in this order, and reports what came of it.</summary>
    /// <param name="program">The program that it is an ordering of.</param>
    /// <param name="options">How.</param>
    public RunReport Run(CallProgram program, RunOptions options) => ScenarioRunner.Run(program, ScheduleLines.Of(program, this), options);

    /// <summary>Reads a schedule, and checks that the program can be made in its order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="program">The program.</param>
    /// <param name="problem">What is wrong, one sentence; null on success.</param>
    public static Schedule? Parse(string text, CallProgram program, out string? problem)
    {
        var reader = new ScheduleReader(text, program);
        Schedule? schedule = text.Length > LongestText ? null : reader.Read();
        problem = text.Length > LongestText ? "the schedule is too long to be one" : reader.Problem;
        return problem is null ? schedule : null;
    }

    /// <summary>
    /// Eight hexadecimal digits that differ for scripts that do something else: comments, blank lines and the driver don't count.
    /// </summary>
    public static string CheckOf(CallProgram program)
    {
        IReadOnlyList<Statement> statements = Essential(program.Scenario.Script.Statements);
        string script = ScriptPrinter.Print(program.Scenario.Script with { Statements = statements });
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(script)).ToString($"x{CheckDigits}", CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<Statement> Essential(IReadOnlyList<Statement> statements) =>
    [
        .. statements.Where(s => s is not CommentStatement && !(s is SettingStatement setting && setting.Is(SettingForm.Driver)))
            .Select(s => (s with { TrailingComment = null, BlankLineBefore = false }) switch
            {
                RepeatStatement repeat => repeat with { Body = Essential(repeat.Body), ClosingComment = null },
                CallStatement call => call with { Body = Essential(call.Body), ClosingComment = null },
                TaStatement ta => ta with { Body = Essential(ta.Body), ClosingComment = null },
                Statement other => other,
            }),
    ];
}
