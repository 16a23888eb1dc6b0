using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Exploration.Schedules;

/// <summary>Reads the text of a schedule, and follows it through a program on the way.</summary>
internal sealed class ScheduleReader(string text, CallProgram program)
{
    private const int LargestNumber = 1_000_000;

    private readonly int[] _positions = new int[program.Processes.Count];
    private readonly List<Alternative> _choices = [];
    private ulong _dead;
    private int _at;

    /// <summary>What is wrong; null while nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The schedule, as far as it can be read.</summary>
    public Schedule Read()
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash != Schedule.CheckDigits || !text.AsSpan(0, dash).ContainsOnlyHexDigits())
        {
            Problem = $"found {Printable.Quote(text)} where a schedule is expected, such as 1c0ffee5-2a3b; "
                + "copy it from the line that explore prints";
        }
        else if (text[..dash] != Schedule.CheckOf(program))
        {
            Problem =
                $"the schedule {Printable.Quote(text)} belongs to another script, or this one has been changed since; explore it again";
        }

        _at = dash + 1;
        while (Problem is null && _at < text.Length) ReadChoice();
        return new Schedule(_choices);
    }

    private void ReadChoice()
    {
        int column = _at + 1;
        int times = ReadNumber() ?? 1;
        char letter = _at < text.Length ? text[_at++] : '\0';
        int process = letter - 'a';
        if (process < 0 || process >= program.Processes.Count)
        {
            Problem = $"{AtColumn(column)}found {(letter == '\0' ? "the end" : Printable.Quote([letter]))} where a process "
                + $"is expected; there {Letters()}";
            return;
        }

        Alternative choice = ReadKind(process);
        if (times == 0) Problem ??= $"{AtColumn(column)}found 0 where a number of times is expected";
        for (int i = 0; i < times && Problem is null; i++) Follow(choice, column);
    }

    private Alternative ReadKind(int process)
    {
        char kind = _at < text.Length ? text[_at] : '\0';
        if (kind is not ('K' or 'P' or 'F')) return new Alternative(process, AlternativeKind.Call);
        _at++;
        if (kind == 'K') return new Alternative(process, AlternativeKind.Kill);
        if (kind == 'P') return new Alternative(process, AlternativeKind.TaPanic);
        int column = _at + 1;
        int? nth = ReadNumber();
        if (nth is not > 0 || _at >= text.Length || text[_at++] != '.')
            Problem = $"{AtColumn(column)}found no number with a full stop behind F, the allocation that fails, as in F2.";
        return new Alternative(process, AlternativeKind.FailAllocation, nth ?? 0);
    }

    private void Follow(Alternative choice, int column)
    {
        string name = program.Processes[choice.Process];
        if ((_dead >> choice.Process & 1) != 0)
        {
            Problem = $"{AtColumn(column)}{name} is dead and can't go on";
        }
        else if (choice.Kind == AlternativeKind.Kill)
        {
            _dead |= program.ThreadsOf(choice.Process);
            _choices.Add(choice);
        }
        else if (program.Next(_positions, _dead, choice.Process) is { } step)
        {
            Problem = (choice.Kind == AlternativeKind.TaPanic && !FaultLabels.CanPanic(step))
                || (choice.Kind == AlternativeKind.FailAllocation && !FaultLabels.CanFailAllocation(step))
                ? $"{AtColumn(column)}`{step.Statement}` (line {step.Statement.Position.Line}) cannot have that fault"
                : null;
            program.Advance(_positions, ref _dead, step);
            _choices.Add(choice);
        }
        else
        {
            bool isDone = _positions[choice.Process] >= program.StepsOf[choice.Process].Length;
            Problem = $"{AtColumn(column)}{name} {(isDone ? "has no call left" : "has to wait for another process first")}";
        }
    }

    private int? ReadNumber()
    {
        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        if (_at == start) return null;
        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number <= LargestNumber
                ? number
                : LargestNumber;
    }

    private static string AtColumn(int column) => string.Create(CultureInfo.InvariantCulture, $"the schedule's character {column}: ");

    private string Letters()
    {
        string[] letters = [.. program.Processes.Select((p, i) => $"{(char)('a' + i)} for {p}")];
        return $"{(letters.Length == 1 ? "is only" : "are")} {Enumeration.And(letters)}";
    }
}

/// <summary>Hexadecimal digits.</summary>
internal static class HexDigits
{
    public static bool ContainsOnlyHexDigits(this ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c)) return false;
        }

        return true;
    }
}
