using TeeSim.Core.Diagnostics;
using TeeSim.Replay;

namespace TeeSim.Cli.Rendering;

/// <summary>The result of a replay, for people.</summary>
internal static class ReplayText
{
    private const int LongestWhole = 120;
    private const int Context = 20;

    public static string Of(ReplayResult result) => result switch
    {
        ReplayIdentical identical => $"{Printable.FileName(identical.File)}: identical, {Words.Count(identical.Operations, "operation")}",
        ReplayDifferent different => Of(different),
        ReplayRefused refused => refused.Diagnostic.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static string Of(ReplayDifferent d)
    {
        int same = d.Expected.AsSpan().CommonPrefixLength(d.Got);
        return $"{new SourcePosition(d.File, d.Line, 0)}: different: {Printable.Quote(d.Operation)} recorded {Excerpt(d.Expected, same)}, "
            + $"computed {Excerpt(d.Got, same)}";
    }

    /// <summary>The text, or of a long one the part where it differs.</summary>
    private static string Excerpt(string text, int same)
    {
        int start = text.Length <= LongestWhole || same <= Context
            ? 0
            : text.LastIndexOf(' ', Math.Min(same - Context, text.Length - 1)) + 1;
        string before = start > 0 ? "…" : "";
        string behind = text.Length - start > LongestWhole ? "…" : "";
        return $"'{before}{Printable.Escape(text.AsSpan(start, Math.Min(LongestWhole, text.Length - start)))}{behind}'";
    }
}
