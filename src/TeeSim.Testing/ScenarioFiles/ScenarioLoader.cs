using TeeSim.Core.Diagnostics;
using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Setup;
using TeeSim.Scenarios.Syntax;

namespace TeeSim.Testing.ScenarioFiles;

/// <summary>Loads a script from the output folder of the tests, and says in full what is wrong with it.</summary>
internal static class ScenarioLoader
{
    /// <summary>The script; or null and what is wrong with it.</summary>
    /// <param name="path">Relative to the output folder; what messages call it.</param>
    /// <param name="driver">The driver to take in place of the script's own; null for that one.</param>
    /// <param name="problem">Lines <c>file:line:column: sentence</c>; null on success.</param>
    public static Scenario? Load(string path, string? driver, out string? problem)
    {
        problem = null;
        string full = Path.Combine(AppContext.BaseDirectory, path);
        if (ScenarioGlob.HasWildcards(path)) problem = $"{Printable.FileName(path)}: no file matches; {Hint()}";
        else if (!File.Exists(full)) problem = $"{Printable.FileName(path)}: there is no such file; {Hint()}";
        if (problem is not null) return null;
        ScriptFile file = ScriptFile.Read(full);
        IReadOnlyList<Diagnostic> diagnostics = file.IsText
            ? []
            : [file.Problem with { Position = file.Problem.Position with { File = path } }];
        Scenario? scenario = file.IsText ? Scenario.Parse(path, file.Text, out diagnostics) : null;
        problem = scenario is null ? string.Join('\n', diagnostics) : null;
        if (scenario is null || driver is null) return scenario;
        problem = Find(driver, out IDriverFactory? factory);
        return factory is null ? null : scenario.WithDriver(factory);
    }

    /// <summary>Looks a driver up by its name.</summary>
    /// <returns>Null; or what is wrong with the name.</returns>
    public static string? Find(string name, out IDriverFactory? driver)
    {
        driver = DriverCatalog.Find(name);
        return driver is not null
            ? null
            : $"unknown driver {Printable.Quote(name)}{Nearest.Hint(name, DriverCatalog.All.Select(d => d.Name))}";
    }

    private static string Hint() => $"it was looked for in {AppContext.BaseDirectory}, "
        + "where scripts get to with CopyToOutputDirectory=\"PreserveNewest\" in the project";
}
