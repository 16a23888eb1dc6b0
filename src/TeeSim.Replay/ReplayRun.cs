using TeeSim.Core.Diagnostics;
using TeeSim.Core.Panics;

namespace TeeSim.Replay;

/// <summary>One pass over the lines of a trace.</summary>
internal sealed class ReplayRun(string file, TraceLineReader reader)
{
    private const string Arrow = " -> ";
    private const string PanicWord = "panic ";

    private readonly List<string> _details = [];
    private int _panicLine;

    public ReplayResult Run()
    {
        TraceHeader header = TraceHeader.Read(file, reader);
        var world = new TraceWorld(file, header, reader.LineNumber);
        int operations = 0;
        while (reader.Read() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("@end", StringComparison.Ordinal)) return End(operations);
            if (line.StartsWith("@mark ", StringComparison.Ordinal)) continue;
            if (Compare(world, line) is { } difference) return difference;
            operations++;
        }

        throw Bad(reader.LineNumber + 1, 1, "the trace ends without an '@end' line; it was cut off, so fetch the file again");
    }

    private ReplayIdentical End(int operations) => reader.Read() is null
        ? new ReplayIdentical(file, operations)
        : throw Bad(reader.LineNumber, 1, "found a line behind '@end', which ends a trace");

    private ReplayDifferent? Compare(TraceWorld world, string line)
    {
        int number = reader.LineNumber;
        int arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
        string call = arrow < 0 ? line : line[..arrow];
        string? expected = arrow < 0 ? null : line[(arrow + Arrow.Length)..];
        string? got = Execute(world, call, number);
        if (!SameResult(expected, got)) return new ReplayDifferent(file, number, call, expected ?? "no result", got ?? "no result");
        if (got?.StartsWith(PanicWord, StringComparison.Ordinal) == true) return null;
        foreach (string detail in _details)
        {
            string? recorded = reader.Peek() is { } next && next.StartsWith('=') ? reader.Read() : null;
            if (recorded is null && reader.Peek() is null) throw Bad(reader.LineNumber + 1, 1, $"the trace ends inside the lines of {Printable.Quote(call)} (line {number}); it was cut off, so fetch the file again");
            if (recorded != detail) return new ReplayDifferent(file, recorded is null ? number : reader.LineNumber, call, recorded ?? "no further line", detail);
        }

        if (reader.Peek()?.StartsWith('=') != true) return null;
        return new ReplayDifferent(file, reader.LineNumber + 1, call, reader.Read()!, "no further line");
    }

    private string? Execute(TraceWorld world, string call, int number)
    {
        var tokens = new TraceTokens(file, number, call);
        ReadOnlySpan<char> operation = tokens.Word("an operation");
        bool isCheck = operation is "check";
        if (_panicLine != 0 && operation is not ("crc" or "stats" or "freelist"))
            throw Bad(number, 1, $"found {Printable.Quote(operation)} behind the panic of line {_panicLine}, where only checkpoints can follow");
        _details.Clear();
        try
        {
            string? result = world.Execute(operation, ref tokens, _details);
            tokens.End();
            return result;
        }
        catch (CorePanicException panic)
        {
            if (!isCheck) _panicLine = number;
            return PanicWord + (panic.Site.Line > 0 ? panic.Site.ShortForm : panic.Message);
        }
    }

    // The recorded position belongs to the original source; to agree that it panics is what the format asks for.
    private static bool SameResult(string? expected, string? got) =>
        expected == got
        || (expected is not null && got is not null
            && expected.StartsWith(PanicWord, StringComparison.Ordinal) && got.StartsWith(PanicWord, StringComparison.Ordinal));

    private TraceFormatException Bad(int line, int column, string message) =>
        new(new Diagnostic(new SourcePosition(file, line, column), message));
}
