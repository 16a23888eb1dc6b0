using System.Buffers;
using System.Globalization;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Replay;

/// <summary>The words of one line, taken from left to right; a word that doesn't fit is reported with its column.</summary>
internal ref struct TraceTokens(string file, int lineNumber, ReadOnlySpan<char> line)
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly ReadOnlySpan<char> _line = line;
    private int _position;
    private int _last;

    /// <summary>Number of the line.</summary>
    public readonly int LineNumber => lineNumber;

    /// <summary>The next word, or an empty one at the end of the line.</summary>
    public ReadOnlySpan<char> Next()
    {
        SkipBlanks();
        _last = _position;
        while (_position < _line.Length && _line[_position] != ' ') _position++;
        return _line[_last.._position];
    }

    /// <summary>The next word, which must be there.</summary>
    /// <param name="expected">What it is, for the message: "a size".</param>
    public ReadOnlySpan<char> Word(string expected)
    {
        ReadOnlySpan<char> word = Next();
        if (word.IsEmpty) throw BadLast($"found the end of the line where {expected} is expected");
        return word;
    }

    /// <summary>The next word as a number: decimal, or hexadecimal behind 0x.</summary>
    public ulong Number(string expected)
    {
        ReadOnlySpan<char> word = Word(expected);
        bool isHex = word.StartsWith("0x");
        ReadOnlySpan<char> digits = isHex ? word[2..] : word;
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out ulong value)) return value;
        bool isNumber = !digits.IsEmpty && !digits.ContainsAnyExcept(isHex ? HexDigits : Digits);
        throw BadLast($"found {Printable.Quote(word)} where {expected}{(isNumber ? " of at most 64 bits" : "")} is expected");
    }

    /// <summary>The next word as a number up to a bound.</summary>
    public ulong Number(string expected, ulong most)
    {
        ulong value = Number(expected);
        return value <= most ? value : throw BadLast($"found {value} where {expected} of at most {most} is expected");
    }

    /// <summary>The next word as a number up to a bound.</summary>
    public int Number(string expected, int most) => (int)Number(expected, (ulong)most);

    /// <summary>Takes the next word if it is a dash, which stands for nothing.</summary>
    public bool TakeDash()
    {
        int start = _position;
        if (Next() is "-") return true;
        _position = start;
        return false;
    }

    /// <summary>The next word as a decimal number that may be negative.</summary>
    public int SignedNumber(string expected)
    {
        ReadOnlySpan<char> word = Word(expected);
        return int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw BadLast($"found {Printable.Quote(word)} where {expected} is expected");
    }

    /// <summary>The next word, which must be one of two.</summary>
    /// <returns>Whether it is the second.</returns>
    public bool Choice(string no, string yes)
    {
        ReadOnlySpan<char> word = Word($"'{no}' or '{yes}'");
        if (word.SequenceEqual(yes)) return true;
        return word.SequenceEqual(no) ? false : throw BadLast($"found {Printable.Quote(word)} where '{no}' or '{yes}' is expected");
    }

    /// <summary>Checks that nothing is left.</summary>
    public void End()
    {
        ReadOnlySpan<char> word = Next();
        if (!word.IsEmpty) throw BadLast($"found {Printable.Quote(word)} where the end of the line is expected");
    }

    /// <summary>The line behind the next word.</summary>
    public ReadOnlySpan<char> Rest()
    {
        SkipBlanks();
        _last = _position;
        _position = _line.Length;
        return _line[_last..];
    }

    /// <summary>A diagnostic about what was taken last: a word, the end of the line, or the rest of it.</summary>
    public readonly TraceFormatException BadLast(string message) =>
        new(new Diagnostic(new SourcePosition(file, lineNumber, _last + 1), message));

    private void SkipBlanks()
    {
        while (_position < _line.Length && _line[_position] == ' ') _position++;
    }
}
