using System.IO.Compression;
using System.Text;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>
/// Reads a trace line by line, plain or gzip, whatever the file holds: lines and files of any length need bounded memory.
/// </summary>
internal sealed class TraceLineReader : IDisposable
{
    // The longest lines that the format knows are free lists of 64 entries.
    private const int LongestLine = 8192;
    private const char LastAscii = '\u007f';

    private readonly string _file;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[LongestLine + 1];
    private string? _pending;
    private bool _isCut;

    public TraceLineReader(string file, Stream stream)
    {
        _file = file;
        // Latin-1 makes each byte a character, so that a wrong one is reported where it stands.
        Stream text = Unpacked(stream);
        IsCompressed = text is GZipStream;
        _reader = new StreamReader(text, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
    }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsCompressed { get; }

    /// <summary>Number of the line that was read last; 1 is the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>
    /// The next line without its end, or null at the end of the file. A last line that has no end was cut off, unless
    /// it is the one that ends a trace.
    /// </summary>
    public string? Read()
    {
        string? line = Peek();
        if (line is null) return null;
        _pending = null;
        if (_isCut && !line.StartsWith("@end", StringComparison.Ordinal))
            throw Bad(line.Length, "the trace ends inside this line; it was cut off, so fetch the file again");
        LineNumber++;
        return line;
    }

    /// <summary>The next line, which stays the next one.</summary>
    public string? Peek() => _pending ??= ReadNew();

    public void Dispose() => _reader.Dispose();

    private static Stream Unpacked(Stream stream)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        int first = buffered.ReadByte();
        int second = buffered.ReadByte();
        buffered.Position = 0;
        return first == 0x1f && second == 0x8b ? new GZipStream(buffered, CompressionMode.Decompress) : buffered;
    }

    private string? ReadNew()
    {
        int length = 0;
        try
        {
            while (true)
            {
                int c = _reader.Read();
                if (c < 0 && length == 0) return null;
                _isCut = c < 0;
                if (c < 0 || c == '\n') break;
                if (c == 0) throw Bad(length, "found a zero byte where text is expected; this is no trace");
                if (c > LastAscii) throw Bad(length, "found a byte that is not ASCII; a trace is ASCII text, plain or gzip");
                if (length == LongestLine) throw Bad(0, $"found a line of more than {LongestLine} characters; this is no trace");
                _buffer[length++] = (char)c;
            }
        }
        catch (InvalidDataException)
        {
            throw Bad(length, "the compressed data is damaged or cut off; fetch the file again");
        }

        if (length > 0 && _buffer[length - 1] == '\r') length--;
        return new string(_buffer, 0, length);
    }

    private TraceFormatException Bad(int length, string message) =>
        new(new Diagnostic(new SourcePosition(_file, LineNumber + 1, length + 1), message));
}
