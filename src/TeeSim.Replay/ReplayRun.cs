using TeeSim.Core.Diagnostics;
using TeeSim.Core.Panics;

namespace TeeSim.Replay;

/// <summary>One pass over the lines of a trace.</summary>
internal sealed class ReplayRun(string file, TraceLineReader reader)
{
    private const string PanicWord = "panic ";

    private readonly TraceBody _body = new(file, reader);
    private readonly List<string> _details = [];
    private int _panicLine;

    public ReplayResult Run()
    {
        TraceHeader header = TraceHeader.Read(file, reader);
        var world = new TraceWorld(file, header, reader.LineNumber);
        int operations = 0;
        while (_body.MoveNext())
        {
            if (_body.IsMark) continue;
            if (Compare(world) is { } difference) return difference;
            operations++;
        }

        return new ReplayIdentical(file, operations);
    }

    private ReplayDifferent? Compare(TraceWorld world)
    {
        int number = reader.LineNumber;
        (string call, string? expected) = (_body.Call, _body.Expected);
        string? got = Execute(world, call, number);
        if (!SameResult(expected, got)) return new ReplayDifferent(file, number, call, expected ?? "no result", got ?? "no result");
        if (got?.StartsWith(PanicWord, StringComparison.Ordinal) == true) return null;
        foreach (string detail in _details)
        {
            string? recorded = reader.Peek() is { } next && next.StartsWith('=') ? reader.Read() : null;
            if (recorded is null && reader.Peek() is null)
            {
                throw _body.Bad(reader.LineNumber + 1, 1,
                    $"the trace ends inside the lines of {Printable.Quote(call)} (line {number}); it was cut off, so fetch the file again");
            }
            if (recorded != detail)
            {
                return new ReplayDifferent(
                    file, recorded is null ? number : reader.LineNumber, call, recorded ?? "no further line", detail);
            }
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
        {
            throw _body.Bad(
                number, 1, $"found {Printable.Quote(operation)} behind the panic of line {_panicLine}, where only checkpoints can follow");
        }
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
}
