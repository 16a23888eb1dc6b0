using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Cli.Commands;

/// <summary>Drivers by the names that a command line gives.</summary>
internal static class DriverNames
{
    /// <summary>The driver of a name; none for no name.</summary>
    /// <returns>What is wrong with the name; null when nothing is.</returns>
    public static string? Find(string? name, out ITvpDriverFactory? driver)
    {
        driver = name is null ? null : TvpDrivers.Find(name);
        if (name is null || driver is not null) return null;
        string[] known = [.. TvpDrivers.All.Select(d => d.Name)];
        string help = Nearest.Hint(name, known) is { Length: > 0 } hint ? hint : $"; there are {string.Join(", ", known[..^1])} and {known[^1]}";
        return $"teesim: unknown driver {Printable.Quote(name)}{help}";
    }
}
