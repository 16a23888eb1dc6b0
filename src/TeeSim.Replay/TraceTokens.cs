using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>The words of one line, taken from left to right; a word that doesn't fit is reported with its column.</summary>
internal ref struct TraceTokens(string file, int lineNumber, ReadOnlySpan<char> line)
{
    private readonly ReadOnlySpan<char> _line = line;
    private int _position;

    /// <summary>Number of the line.</summary>
    public readonly int LineNumber => lineNumber;

    /// <summary>The next word, or an empty one at the end of the line.</summary>
    public ReadOnlySpan<char> Next()
    {
        SkipBlanks();
        int start = _position;
        while (_position < _line.Length && _line[_position] != ' ') _position++;
        return _line[start.._position];
    }

    /// <summary>The next word, which must be there.</summary>
    /// <param name="expected">What it is, for the message: "a size".</param>
    public ReadOnlySpan<char> Word(string expected)
    {
        ReadOnlySpan<char> word = Next();
        if (word.IsEmpty) throw Bad(_position, $"found the end of the line where {expected} is expected");
        return word;
    }

    /// <summary>The next word as a number: decimal, or hexadecimal behind 0x.</summary>
    public ulong Number(string expected)
    {
        SkipBlanks();
        int start = _position;
        ReadOnlySpan<char> word = Word(expected);
        bool parsed = word.StartsWith("0x")
            ? ulong.TryParse(word[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            : ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return parsed ? value : throw Bad(start, $"found {Printable.Quote(word)} where {expected} is expected");
    }

    /// <summary>The next word as a number up to a bound.</summary>
    public ulong Number(string expected, ulong most)
    {
        SkipBlanks();
        int start = _position;
        ulong value = Number(expected);
        return value <= most ? value : throw Bad(start, $"found {value} where {expected} of at most {most} is expected");
    }

    /// <summary>The next word as a number up to a bound.</summary>
    public int Number(string expected, int most) => (int)Number(expected, (ulong)most);

    /// <summary>Takes the next word if it is a dash, which stands for nothing.</summary>
    public bool TakeDash()
    {
        SkipBlanks();
        int start = _position;
        if (Next() is "-") return true;
        _position = start;
        return false;
    }

    /// <summary>The next word as a decimal number that may be negative.</summary>
    public int SignedNumber(string expected)
    {
        SkipBlanks();
        int start = _position;
        ReadOnlySpan<char> word = Word(expected);
        return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Bad(start, $"found {Printable.Quote(word)} where {expected} is expected");
    }

    /// <summary>The next word, which must be one of two.</summary>
    /// <returns>Whether it is the second.</returns>
    public bool Choice(string no, string yes)
    {
        SkipBlanks();
        int start = _position;
        ReadOnlySpan<char> word = Word($"'{no}' or '{yes}'");
        if (word.SequenceEqual(yes)) return true;
        return word.SequenceEqual(no) ? false : throw Bad(start, $"found {Printable.Quote(word)} where '{no}' or '{yes}' is expected");
    }

    /// <summary>Checks that nothing is left.</summary>
    public void End()
    {
        SkipBlanks();
        int start = _position;
        ReadOnlySpan<char> word = Next();
        if (!word.IsEmpty) throw Bad(start, $"found {Printable.Quote(word)} where the end of the line is expected");
    }

    /// <summary>The line behind the next word.</summary>
    public ReadOnlySpan<char> Rest()
    {
        SkipBlanks();
        ReadOnlySpan<char> rest = _line[_position..];
        _position = _line.Length;
        return rest;
    }

    /// <summary>A diagnostic about the word that comes next.</summary>
    public TraceFormatException BadNext(string message)
    {
        SkipBlanks();
        return Bad(_position, message);
    }

    private readonly TraceFormatException Bad(int position, string message) =>
        new(new Diagnostic(new SourcePosition(file, lineNumber, position + 1), message));

    private void SkipBlanks()
    {
        while (_position < _line.Length && _line[_position] == ' ') _position++;
    }
}
