using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Calls;

/// <summary>The forms that the checker's sentences share.</summary>
internal static class Sentence
{
    /// <summary>More names than this are not read out, and not searched either: a huge script must not make a mistake slow.</summary>
    private const int MostCandidates = 1000;

    private const int MostListed = 32;

    /// <summary><c>unknown call 'opne_session'; did you mean 'open_session'?</c></summary>
    public static string Unknown(string what, string name, IEnumerable<string> candidates) =>
        $"unknown {what} {Printable.Quote(name)}{NearestOrAll(name, candidates)}";

    /// <summary><c>found 'shiped' where a driver is expected; did you mean 'shipped'?</c></summary>
    public static string Found(string found, string expected, IEnumerable<string> candidates) =>
        $"found {Printable.Quote(found)} where {expected} is expected{NearestOrAll(found, candidates)}";

    /// <summary>The nearest candidate, whatever its case; else all of them when they are few; else nothing.</summary>
    private static string NearestOrAll(string name, IEnumerable<string> candidates)
    {
        string[] some = [.. candidates.Take(MostCandidates)];
        string? sameButForCase = Array.Find(some, candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase));
        if ((sameButForCase ?? Nearest.To(name, some)) is { } nearest) return $"; did you mean '{nearest}'?";
        return some.Length switch
        {
            0 or > MostListed => "",
            1 => $"; the only one is {some[0]}",
            _ => $"; there are {Enumeration.And(some)}",
        };
    }
}
