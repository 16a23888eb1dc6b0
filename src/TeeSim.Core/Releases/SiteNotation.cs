using System.Globalization;

namespace TeeSim.Core.Releases;

/// <summary>How <c>sites.txt</c> writes lines and sizes.</summary>
internal static class SiteNotation
{
    private const string Unknown = "?";

    /// <summary>
    /// <c>168</c>: one line; <c>638-639</c>: a call over two; <c>137+</c>: over several, of which only the first is known.
    /// </summary>
    public static (int First, int? Last) Lines(string text)
    {
        if (text.EndsWith('+')) return (Number(text[..^1]), null);
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        int first = Number(dash < 0 ? text : text[..dash]);
        return (first, dash < 0 ? first : Number(text[(dash + 1)..]));
    }

    /// <summary>
    /// <c>32/40/56</c>: ILP32, ILP32 with 64-bit physical addresses, LP64; <c>?</c> where unknown; <c>132|408</c> without and with VFP
    /// registers; <c>+ n*4/8/8</c> for an array at the end.
    /// </summary>
    public static SiteSize Size(string text)
    {
        string[] parts = text.Split(" + n*");
        int[] units = parts.Length == 1 ? [0, 0, 0] : [.. Three(parts[1]).Select(Number)];
        string[] bytes = Three(parts[0]);
        return new SiteSize(Abi(bytes[0], units[0]), Abi(bytes[1], units[1]), Abi(bytes[2], units[2]));
    }

    private static AbiSize Abi(string text, int unit)
    {
        if (text == Unknown) return new AbiSize(null, null, unit);
        int bar = text.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new AbiSize(Number(text), null, unit) : new AbiSize(Number(text[..bar]), Number(text[(bar + 1)..]), unit);
    }

    private static string[] Three(string text) =>
        text.Split('/') is { Length: 3 } three ? three : throw new FormatException($"sites.txt: found the sizes '{text}'");

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
