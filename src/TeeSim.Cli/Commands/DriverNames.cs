using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Drivers;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Cli.Commands;

/// <summary>Drivers by what a command line says: a name, <c>all</c>, or the path of an assembly.</summary>
internal static class DriverNames
{
    private const string AssemblyExtension = ".dll";
    private const string All = "all";

    /// <summary>The driver of a name or of an assembly with one driver in it; none for no name.</summary>
    /// <returns>What is wrong with the name; null when nothing is.</returns>
    public static string? Find(string? name, out IDriverFactory? driver)
    {
        driver = null;
        if (name is null) return null;
        if (FindAll(name, out IReadOnlyList<IDriverFactory> found) is { } wrong) return wrong;
        if (found.Count > 1) return $"teesim: {Printable.FileName(name)} has {found.Count} drivers in it; name an assembly with one";
        driver = found[0];
        return null;
    }

    /// <summary>What a command line says of a driver, when a script that was written with it can't say it; null otherwise.</summary>
    /// <param name="name">What the command line says; null for nothing.</param>
    /// <param name="driver">The driver that it means.</param>
    public static string? Unwritten(string? name, IDriverFactory? driver) =>
        driver is null || DriverCatalog.Find(driver.Name) is not null ? null : name;

    /// <summary>The drivers of a name, of an assembly, or all that TeeSim has.</summary>
    /// <returns>What is wrong with the name; null when nothing is.</returns>
    public static string? FindAll(string name, out IReadOnlyList<IDriverFactory> drivers)
    {
        drivers = [];
        if (name.EndsWith(AssemblyExtension, StringComparison.OrdinalIgnoreCase))
        {
            DriverAssembly assembly = DriverAssembly.Load(name);
            drivers = [.. assembly.Drivers.Select(DriverWatch.Over)];
            return assembly.Problem is { } problem ? $"teesim: {problem}" : null;
        }

        if (name == All)
        {
            drivers = DriverCatalog.All;
            return null;
        }

        if (DriverCatalog.Find(name) is { } driver)
        {
            drivers = [driver];
            return null;
        }

        return NameHelp.Unknown("driver", name, [.. DriverCatalog.All.Select(d => d.Name)]);
    }
}
