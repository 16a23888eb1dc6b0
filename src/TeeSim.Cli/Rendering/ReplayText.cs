using TeeSim.Core.Diagnostics;
using TeeSim.Replay;

namespace TeeSim.Cli.Rendering;

/// <summary>The result of a replay, for people.</summary>
internal static class ReplayText
{
    public static string Of(ReplayResult result) => result switch
    {
        ReplayIdentical identical => $"{identical.File}: identical, {Words.Count(identical.Operations, "operation")}",
        ReplayDifferent d => $"{d.File}:{d.Line}: different: {Printable.Quote(d.Operation)} recorded {Printable.Quote(d.Expected)}, computed {Printable.Quote(d.Got)}",
        ReplayRefused refused => refused.Diagnostic.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
