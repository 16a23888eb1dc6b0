using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Drivers;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Cli.Commands;

/// <summary>
/// Drivers by what a command line says: a name, <c>all</c>, the path of an assembly, or that path and one of the names in it:
/// <c>out/fixes.dll:second-try</c>.
/// </summary>
internal static class DriverNames
{
    private const string AssemblyExtension = ".dll";
    private const string NameMark = ":";
    private const string All = "all";

    /// <summary>The driver of a name, of an assembly with one driver in it, or of a name in an assembly; none for no name.</summary>
    /// <returns>What is wrong with the name; null when nothing is.</returns>
    public static string? Find(string? name, out IDriverFactory? driver)
    {
        driver = null;
        if (name is null) return null;
        if (FindAll(name, out IReadOnlyList<IDriverFactory> found) is { } wrong) return wrong;
        if (found.Count > 1)
        {
            string path = Printable.FileName(name);
            return $"teesim: {path} has {found.Count} drivers in it, {Enumeration.And(NamesOf(found))}; name one of them, as in "
                + Printable.FileName(Written(name, found[0], found.Count));
        }

        driver = found[0];
        return null;
    }

    /// <summary>What a command line says of a driver, when a script that was written with it can't say it; null otherwise.</summary>
    /// <param name="name">What the command line says; null for nothing.</param>
    /// <param name="driver">The driver that it means.</param>
    public static string? Unwritten(string? name, IDriverFactory? driver) =>
        driver is null || DriverCatalog.Find(driver.Name) is not null ? null : name;

    /// <summary>What a command line says to mean one driver of those that a name stands for.</summary>
    /// <param name="name">The name, or the path of an assembly.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="count">How many drivers the name stands for.</param>
    public static string Written(string name, IDriverFactory driver, int count) =>
        name == All ? driver.Name
        : count > 1 ? name + NameMark + driver.Name
        : name;

    /// <summary>The drivers of a name, of an assembly, of a name in an assembly, or all that TeeSim has.</summary>
    /// <returns>What is wrong with the name; null when nothing is.</returns>
    public static string? FindAll(string name, out IReadOnlyList<IDriverFactory> drivers)
    {
        drivers = [];
        if (name.EndsWith(AssemblyExtension, StringComparison.OrdinalIgnoreCase)) return Load(name, out drivers);
        int mark = name.LastIndexOf(AssemblyExtension + NameMark, StringComparison.OrdinalIgnoreCase);
        if (mark >= 0)
            return LoadOne(name[..(mark + AssemblyExtension.Length)], name[(mark + AssemblyExtension.Length + 1)..], out drivers);
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

        return NameHelp.Unknown("driver", name, NamesOf(DriverCatalog.All));
    }

    private static string? Load(string path, out IReadOnlyList<IDriverFactory> drivers)
    {
        DriverAssembly assembly = DriverAssembly.Load(path);
        drivers = [.. assembly.Drivers.Select(DriverWatch.Over)];
        return assembly.Problem is { } problem ? $"teesim: {problem}" : null;
    }

    private static string? LoadOne(string path, string name, out IReadOnlyList<IDriverFactory> drivers)
    {
        if (Load(path, out IReadOnlyList<IDriverFactory> all) is { } wrong)
        {
            drivers = [];
            return wrong;
        }

        drivers = [.. all.Where(d => d.Name == name)];
        return drivers.Count > 0
            ? null
            : $"teesim: {Printable.FileName(path)} has no driver {Printable.Quote(name)}; its drivers are {Enumeration.And(NamesOf(all))}";
    }

    private static string[] NamesOf(IEnumerable<IDriverFactory> drivers) => [.. drivers.Select(d => d.Name)];
}
