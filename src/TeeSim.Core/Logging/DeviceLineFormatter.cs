using System.Globalization;
using System.Text;
using TeeSim.Core.Profiles;

namespace TeeSim.Core.Logging;

/// <summary>Gives a line the prefix that the device's log has (<c>trace.c</c> 3.10.0, and the carrier of the platform).</summary>
/// <param name="format">The profile's format.</param>
public sealed class DeviceLineFormatter(LogFormat format)
{
    // trace.c prints into 256 bytes: at most 254 characters, the newline and the end mark.
    private const int LongestLine = 254;

    /// <summary>The whole line, without a newline.</summary>
    public string Format(TraceLine line)
    {
        var text = new StringBuilder(128);
        text.Append(Letter(line.Level)).Append(line.FromLdelf ? "/LD:" : "/TC:");
        if ((format.LongPrefixMask >> (int)line.Level & 1) != 0)
        {
            // A loader runs on no thread of the core's: blanks in place of its number.
            if (line.FromLdelf) text.Append(' ', format.ThreadDigits).Append(' ');
            else text.Append(line.CoreKnown ? '0' : '?').Append(' ').Append('0', format.ThreadDigits).Append(' ');
            if (line.Site is { } site) text.Append(CultureInfo.InvariantCulture, $"{site.Function}:{site.Line} ");
        }
        else
        {
            text.Append(' ');
        }

        text.Append(line.Text.TrimEnd('\n'));
        if (text.Length > LongestLine) text.Length = LongestLine;
        return Carrier(line.Microseconds) + text;
    }

    private string Carrier(long microseconds) => format.Carrier switch
    {
        LogCarrier.AmlogicPrintk =>
            string.Create(CultureInfo.InvariantCulture, $"[{microseconds / 1_000_000,5}.{microseconds % 1_000_000:d6}@0] [TEE] "),
        _ => "",
    };

    private static char Letter(TraceLevel level) => level switch
    {
        TraceLevel.Error => 'E',
        TraceLevel.Info => 'I',
        _ => 'D',
    };
}
