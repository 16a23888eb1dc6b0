using System.Text.RegularExpressions;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Trials;
using TeeSim.Scenarios.Judging;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>Names files after failures.</summary>
internal static partial class FailureFileName
{
    private const int Longest = 80;

    /// <summary>Kind, guilty call and place, in characters that every file system and shell takes; no ending.</summary>
    public static string Of(MinimizedScript script)
    {
        FindingKey failure = script.Failure;
        Match site = Site().Match(failure.What);
        Match function = Function().Match(failure.What);
        string place = failure.Thrown is { } thrown ? thrown.Line ?? ""
            : site.Success ? $"{site.Groups[1].Value}-{site.Groups[2].Value}"
            : function.Groups[1].Value;
        bool isCircle = failure.Kind == FailureKind.PossibleDeadlock;
        string[] parts = isCircle
            ? [KindOf(failure), .. Taker().Matches(script.Sentence).Select(m => m.Groups[1].Value)]
            : [KindOf(failure), failure.Call, place];
        string name = string.Join('-', parts.Where(part => part.Length > 0));
        string safe = Unsafe().Replace(name, "-");
        return safe.Length > Longest ? safe[..Longest] : safe;
    }

    private static string KindOf(FindingKey failure) => failure.Kind switch
    {
        FailureKind.Leak => "leak",
        FailureKind.CorePanic => "core_panic",
        FailureKind.DriverException => "driver_exception",
        FailureKind.Hang => "hang",
        FailureKind.PossibleDeadlock => "possible_deadlock",
        FailureKind.Unreachable =>
            $"unreachable_{(Handle().Match(failure.What) is { Success: true } handle ? handle.Groups[1].Value : "handle")}",
        FailureKind.CorruptedHeap => "corrupted",
        FailureKind.UseAfterFree => "use_after_free",
        _ => "failure",
    };

    [GeneratedRegex(@"([A-Za-z0-9_]+\.[chS]):([0-9]+)")]
    private static partial Regex Site();

    // The driver's own word for it.
    [GeneratedRegex("^an? (.+) is still open")]
    private static partial Regex Handle();

    // Each entry that takes mutexes begins a part of the sentence.
    [GeneratedRegex("[:;,] ([A-Za-z0-9_]+)(?=,| takes? )")]
    private static partial Regex Taker();

    [GeneratedRegex("^never returns: ([A-Za-z0-9_]+)")]
    private static partial Regex Function();

    [GeneratedRegex("[^A-Za-z0-9_.-]")]
    private static partial Regex Unsafe();
}
