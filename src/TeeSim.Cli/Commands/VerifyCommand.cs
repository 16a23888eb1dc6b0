using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Search;
using TeeSim.Exploration.Verifying;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim verify</c>: judges drivers by scripts.</summary>
internal static class VerifyCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim verify scenarios/livetv-channel-switch.tee --drivers all        which fix is one?
          teesim verify scenarios/ --drivers all --kill                          all scripts of a folder, processes may die
          teesim verify scenarios/ --drivers shipped --drivers mydriver.dll      the shipped driver and one of your own
          teesim verify scenarios/ --junit verify.xml                            for a CI system

        A cell is proved when all orderings were tried and nothing is wrong with any; failed, with the line that shows it; known, when all
        that is wrong is a fault of OP-TEE itself, which no driver can help; stopped, when not all could be tried; and empty, when the
        script makes calls that the driver does not have. A search for a cell stops after 200,000 transitions if --transitions says
        nothing else.

        Exit codes:
          0  every cell is proved or known
          1  a cell failed, also because its driver can't be judged: it throws, keeps state in C# fields, or never returns
          2  bad usage or bad input
          3  a bug in TeeSim
          4  no cell failed, but one is stopped; 0 with --allow-stopped
        """;

    private const string Description =
        "Tries every ordering of every script with every driver: a table of what is proved, failed or stopped.";
    private const string ScriptPattern = "*.tee";

    public static Command AddTo(RootCommand root)
    {
        var paths = new Argument<string[]>("PATH") { Description = "Scripts, and folders of scripts.", Arity = ArgumentArity.OneOrMore };
        var drivers = new Option<string[]>("--drivers", "--driver")
        {
            Description = "Drivers: names, assemblies, ASSEMBLY:NAME, or all; can be given several times.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ["all"],
        };
        var json = new Option<bool>("--json") { Description = "Print the cells as a JSON array.", Arity = ArgumentArity.Zero };
        var junit = new Option<string?>("--junit") { Description = "Write the cells into this file as JUnit's XML.", HelpName = "XML" };
        var search = new SearchArguments();
        var command = new Command("verify", Description) { paths, drivers };
        search.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(junit);
        command.SetAction(parsed =>
        {
            if (search.Read(parsed, new SearchOptions(), out SearchOptions options) is { } wrong) return BadInput.Refuse(wrong);
            return Verify(
                parsed.GetValue(paths)!, parsed.GetValue(drivers)!, options, search.AllowsStopped(parsed), parsed.GetValue(json),
                parsed.GetValue(junit));
        });
        root.Subcommands.Add(command);
        return command;
    }

    private static int Verify(string[] paths, string[] driverNames, SearchOptions options, bool allowStopped, bool json, string? junit)
    {
        if (json) UnexpectedExit.Print(problem => JsonText.Of([new ProblemJson(null, driverNames is [var only] ? only : null, problem)]));
        var drivers = new List<IDriverFactory>();
        var named = new Dictionary<string, string>();
        foreach (string name in driverNames)
        {
            if (DriverNames.FindAll(name, out IReadOnlyList<IDriverFactory> found) is { } wrong) return BadInput.Refuse(wrong);
            foreach (IDriverFactory driver in found)
            {
                if (named.TryAdd(driver.Name, DriverNames.Written(name, driver, found.Count))) drivers.Add(driver);
            }
        }

        if (Load(paths, drivers, out List<Scenario> scenarios) is { } exitCode) return exitCode;
        using var session = new SearchSession();
        IReadOnlyList<VerifyCell> cells =
            Verifier.Verify(scenarios, drivers, options, session.OnCell(scenarios.Count * drivers.Count), session.Interrupt);
        session.EndLine();
        if (junit is not null && TextFiles.Write(junit, VerifyJUnit.Of(cells, named)) is { } unwritten)
            return BadInput.Refuse($"{unwritten}");
        if (json) StandardStreams.Out.WriteLine(JsonText.Of(cells, named));
        else new VerifyText(Output.Console()).Print(cells, [.. drivers.Select(d => d.Name)], named);
        if (cells.Any(c => c.Result == VerifyResult.Failed)) return ExitCode.Failed;
        return allowStopped || cells.All(c => c.Result != VerifyResult.Stopped) ? ExitCode.Ok : ExitCode.Stopped;
    }

    /// <returns>The exit code, when a script is wrong or there is none; else null.</returns>
    private static int? Load(string[] paths, IReadOnlyList<IDriverFactory> drivers, out List<Scenario> scenarios)
    {
        scenarios = [];
        var problems = new List<string>();
        foreach (string path in paths)
        {
            string[] files = FilesOf(path);
            if (files.Length == 0) problems.Add($"{Printable.FileName(path)}: there is no {ScriptPattern} in this folder");
            foreach (string file in files)
            {
                if (Load(file, drivers, out IReadOnlyList<Diagnostic> diagnostics) is { } scenario) scenarios.Add(scenario);
                else problems.AddRange(diagnostics.Select(d => d.ToString()));
            }
        }

        return problems.Count == 0 ? null : BadInput.Refuse([.. problems]);
    }

    // A script for a driver of the user's own makes calls that only that driver has.
    private static Scenario? Load(string file, IReadOnlyList<IDriverFactory> drivers, out IReadOnlyList<Diagnostic> diagnostics)
    {
        if (Scenario.Load(file, out diagnostics) is { } scenario) return scenario;
        foreach (IDriverFactory driver in drivers)
        {
            if (Scenario.Load(file, out _, driver: driver) is { } fitting) return fitting;
        }

        return null;
    }

    private static string[] FilesOf(string path) => !Directory.Exists(path)
        ? [path]
        : [.. Directory.EnumerateFiles(path, ScriptPattern,
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal)];
}
