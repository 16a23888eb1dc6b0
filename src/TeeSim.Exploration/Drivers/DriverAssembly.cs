using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Calls;

namespace TeeSim.Exploration.Drivers;

/// <summary>
/// An assembly with drivers of the user's own. Its code runs with the rights of the command: it is a program that
/// the user has written, not input.
/// </summary>
/// <param name="Path">The file, as it was named.</param>
/// <param name="Drivers">The drivers in it, by the names of their factories' types; empty after a problem.</param>
/// <param name="Problem">Why there is none, as one sentence without a full stop that starts with the file; or null.</param>
public sealed record DriverAssembly(string Path, IReadOnlyList<IDriverFactory> Drivers, string? Problem)
{
    private const string Guide = "see docs/write-a-driver.md";
    private const int LongestName = 64;

    /// <summary>
    /// Loads the drivers of an assembly. It is read as it is now and not kept open, so that the next run sees the next build.
    /// </summary>
    /// <param name="path">The <c>.dll</c>.</param>
    public static DriverAssembly Load(string path)
    {
        string file = Printable.FileName(path);
        DriverAssembly Failed(string problem) => new(path, [], $"{file} {problem}");

        if (!RuntimeFeature.IsDynamicCodeSupported)
            return Failed("can't be loaded: this build of TeeSim is native code throughout; use the one that 'dotnet build' makes");
        if (!File.Exists(path)) return Failed("does not exist");
        try
        {
            Assembly assembly = new DriverLoadContext(path).LoadDriver();
            if (DriverLoadContext.WhyOtherVersion(assembly) is { } other) return Failed(other);
            var drivers = new List<IDriverFactory>();
            foreach (Type type in FactoriesIn(assembly))
            {
                string? problem = TryCreate(type, drivers);
                if (problem is not null) return Failed(problem);
            }

            return drivers.Count > 0
                ? new DriverAssembly(path, drivers, null)
                : Failed("has no driver in it: a public class that implements IDriverFactory and has a public constructor without "
                    + $"parameters is expected; {Guide}");
        }
        catch (BadImageFormatException)
        {
            return Failed($"is not a .NET assembly; a driver is the .dll that 'dotnet build' makes, {Guide}");
        }
        catch (Exception e) when (e is IOException and not FileLoadException and not FileNotFoundException or UnauthorizedAccessException)
        {
            return Failed($"can't be read: {Printable.Escape(e.Message)}");
        }
        catch (Exception e) when (e is ReflectionTypeLoadException or TypeLoadException or FileLoadException or FileNotFoundException)
        {
            Exception first = (e as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault(x => x is not null) ?? e;
            return Failed($"does not fit this TeeSim: {Printable.Escape(first.Message.TrimEnd('.'))}; "
                + "build it against the TeeSim.*.dll beside the command");
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026",
        Justification = "The types are the driver's own, which nobody trims; a trimmed host is turned away above.")]
    private static IEnumerable<Type> FactoriesIn(Assembly assembly) =>
        assembly.GetTypes()
            .Where(t => t is { IsVisible: true, IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                && typeof(IDriverFactory).IsAssignableFrom(t) && HasConstructor(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "As above: nobody trims a driver.")]
    private static bool HasConstructor(Type type) => type.GetConstructor(Type.EmptyTypes) is not null;

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "As above: nobody trims a driver.")]
    private static string? TryCreate(Type type, List<IDriverFactory> drivers)
    {
        IDriverFactory factory;
        string? name;
        string? declared;
        try
        {
            factory = (IDriverFactory)Activator.CreateInstance(type)!;
            name = factory.Name;
            declared = DriverCalls.Problem(factory);
        }
        catch (Exception e)
        {
            // Whatever it is, it is the user's own code that threw it.
            Exception thrown = (e as TargetInvocationException)?.InnerException ?? e;
            return $"has a driver that can't be made: {type.Name} threw {thrown.GetType().Name}: {Printable.Escape(thrown.Message)}";
        }

        if (string.IsNullOrEmpty(name)) return $"has a driver without a name: {type.Name}.Name is empty, and scripts and reports need one";
        if (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            return $"has a driver whose name can't be written in a script: {Printable.Quote(name)}; "
                + $"letters, digits, '-', '_' and '.' can be, at most {LongestName}";
        }
        if (DriverCatalog.Find(name) is not null) return $"has a driver '{name}', which is the name of one of TeeSim's own";
        if (drivers.Exists(d => d.Name == name)) return $"has two drivers of the name '{name}'";
        if (declared is not null) return $"has a driver '{name}' that can't be used: {declared}; {Guide}";
        drivers.Add(factory);
        return null;
    }
}
