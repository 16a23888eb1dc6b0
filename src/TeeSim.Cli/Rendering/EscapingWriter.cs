using System.Text;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Cli.Rendering;

/// <summary>
/// Writes text of code that nobody knows: only its lines and tabs stay, other control characters are written as <c>\u001b</c>.
/// </summary>
/// <param name="inner">Where it goes.</param>
internal sealed class EscapingWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Printable.IsSafe(buffer))
        {
            inner.Write(buffer);
            return;
        }

        var escaped = new StringBuilder(buffer.Length);
        foreach (char c in buffer) escaped.Append(c is '\n' or '\t' ? $"{c}" : c == '\r' ? "" : Printable.Escape([c]));
        inner.Write(escaped.ToString());
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
