using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>
/// The lines between a trace's header and its <c>@end</c>, which must be there and be the last; comments are passed over.
/// </summary>
internal sealed class TraceBody(string file, TraceLineReader reader)
{
    private const string Arrow = " -> ";

    /// <summary>Whether the line is a mark and no operation.</summary>
    public bool IsMark { get; private set; }

    /// <summary>The operation and its arguments.</summary>
    public string Call { get; private set; } = "";

    /// <summary>What stands behind the arrow; null without one.</summary>
    public string? Expected { get; private set; }

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool MoveNext()
    {
        while (reader.Read() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("@end", StringComparison.Ordinal)) return End();
            IsMark = line.StartsWith("@mark ", StringComparison.Ordinal);
            int arrow = line.IndexOf(Arrow, StringComparison.Ordinal);
            Call = arrow < 0 ? line : line[..arrow];
            Expected = arrow < 0 ? null : line[(arrow + Arrow.Length)..];
            return true;
        }

        throw Bad(reader.LineNumber + 1, 1, "the trace ends without an '@end' line; it was cut off, so fetch the file again");
    }

    public TraceFormatException Bad(int line, int column, string message) =>
        new(new Diagnostic(new SourcePosition(file, line, column), message));

    private bool End() => reader.Read() is null
        ? false
        : throw Bad(reader.LineNumber, 1, "found a line behind '@end', which ends a trace");
}
