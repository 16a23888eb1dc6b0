using System.Globalization;
using System.Runtime.CompilerServices;

namespace TeeSim.Bget.Malloc;

/// <summary>
/// A sentence about an equation that is put together only if the equation does not hold: heaps that are checked after each of
/// many runs are nearly always right.
/// </summary>
[InterpolatedStringHandler]
internal ref struct ViolationText
{
    private DefaultInterpolatedStringHandler _text;

    public ViolationText(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = holds ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    /// <summary>The sentence.</summary>
    public override string ToString() => _text.ToStringAndClear();
}
