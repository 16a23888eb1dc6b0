using TeeSim.Core.Diagnostics;

namespace TeeSim.Cli.Commands;

/// <summary>Names that nobody knows.</summary>
internal static class NameHelp
{
    /// <summary>One sentence, with the nearest name that there is, else with all.</summary>
    /// <param name="what">What it should have named.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that there are, at least two.</param>
    public static string Unknown(string what, string name, string[] known)
    {
        string help = Nearest.Hint(name, known) is { Length: > 0 } hint
            ? hint
            : $"; there are {Enumeration.And(known)}";
        return $"teesim: unknown {what} {Printable.Quote(name)}{help}";
    }
}
