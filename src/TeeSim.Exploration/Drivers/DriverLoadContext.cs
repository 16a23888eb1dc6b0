using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace TeeSim.Exploration.Drivers;

/// <summary>
/// Keeps a driver's assembly, and what lies beside it, apart from the host's. What both use of TeeSim and of .NET is the host's, or their
/// types would be different ones.
/// </summary>
/// <param name="path">The driver's assembly.</param>
internal sealed class DriverLoadContext(string path) : AssemblyLoadContext("driver", isCollectible: true)
{
    private const string Own = "TeeSim.";

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Loads the driver's assembly.</summary>
    public Assembly LoadDriver() => Read(path);

    /// <summary>Why a driver's assembly was built against another TeeSim than this one, or null.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Nobody trims a driver, so its references are all there.")]
    public static string? WhyOtherVersion(Assembly driver)
    {
        foreach (AssemblyName wanted in driver.GetReferencedAssemblies())
        {
            if (wanted.Name?.StartsWith(Own, StringComparison.Ordinal) != true) continue;
            Version? here = VersionHere(wanted.Name);
            if (here is null) return $"was built against {wanted.Name}, which this TeeSim does not have";
            if (wanted.Version > here)
            {
                return $"was built against {wanted.Name} {wanted.Version!.ToString(3)}, and this is {here.ToString(3)}; "
                    + "build it against the TeeSim.*.dll beside the command";
            }
        }

        return null;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name?.StartsWith(Own, StringComparison.Ordinal) == true) return null;
        string beside = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(beside) ? Read(beside) : null;
    }

    private static Version? VersionHere(string name)
    {
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(name)).GetName().Version;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026",
        Justification = "What the driver refers to is its own or TeeSim's public interface; a trimmed host is turned away before.")]
    private Assembly Read(string file)
    {
        using var bytes = new MemoryStream(File.ReadAllBytes(file));
        // With its symbols a fault can name the line of the driver's source.
        string symbols = Path.ChangeExtension(file, ".pdb");
        if (!File.Exists(symbols)) return LoadFromStream(bytes);
        using var symbolBytes = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(bytes, symbolBytes);
    }
}
