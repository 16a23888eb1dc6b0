using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Search;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim explore</c>: tries every ordering of a script's calls.</summary>
internal static class ExploreCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim explore scenarios/livetv-channel-switch.tee                        every ordering: which of them leak?
          teesim explore scenarios/livetv-channel-switch.tee --kill                 and when processes die on the way
          teesim explore x.tee --driver deferred-close --fail-alloc --ta-panic      a fix, under failing allocations and panics
          teesim explore x.tee --driver mydriver.dll                                a driver of your own

        An ordering keeps each process's own order, every use of a result behind its producer, waits and locks.

        Exit codes:
          0  all orderings were tried, and nothing is wrong with any
          1  an ordering leaks, panics, or fails in another way
          2  bad usage or bad input, also a driver that can't be judged: it throws, keeps state in C# fields, or never returns
          3  a bug in TeeSim
          4  nothing is wrong with any ordering that was tried, but not all were; 0 with --allow-stopped
        """;

    private const string Description = "Tries every ordering of a script's calls, and shows one for each distinct failure.";

    public static Command AddTo(RootCommand root)
    {
        var file = new Argument<string>("FILE") { Description = "A script." };
        var driver = new Option<string?>("--driver")
        {
            Description = "Use this driver in the place of the script's: a name, an assembly, or ASSEMBLY:NAME.",
            HelpName = "NAME",
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON.", Arity = ArgumentArity.Zero };
        var search = new SearchArguments();
        var command = new Command("explore", Description) { file, driver };
        search.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            if (search.Read(parsed, new SearchOptions(), out SearchOptions options) is { } wrong) return BadInput.Refuse(wrong);
            return Explore(parsed.GetValue(file)!, parsed.GetValue(driver), options, search.AllowsStopped(parsed), parsed.GetValue(json));
        });
        root.Subcommands.Add(command);
        return command;
    }

    private static int Explore(string file, string? driver, SearchOptions options, bool allowStopped, bool json)
    {
        if (json) UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(file, driver, problem)));
        if (DriverNames.Find(driver, out IDriverFactory? other) is { } unknown) return BadInput.Refuse(unknown);
        if (Scenario.Load(file, out IReadOnlyList<Diagnostic> diagnostics, driver: other) is not { } scenario)
            return BadInput.Refuse([.. diagnostics.Select(d => d.ToString())]);
        if (Explorer.Compile(scenario, options.Rounds, out Diagnostic? problem) is not { } program) return BadInput.Refuse($"{problem}");
        if (json) UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(file, scenario.Options.Driver.Name, problem)));
        using var session = new SearchSession();
        ExplorationReport report;
        try
        {
            report = Explorer.Explore(program, options, session.OnProgress, session.Interrupt);
        }
        catch (Exception e) when (e is DriverHangsException or DriverProblemException or DriverFaultException)
        {
            session.EndLine();
            if (json) StandardStreams.Out.WriteLine(JsonText.Of(new ProblemJson(file, scenario.Options.Driver.Name, e.Message)));
            return BadInput.Refuse($"teesim: {Printable.Escape(e.Message)}");
        }

        session.EndLine();
        if (json) StandardStreams.Out.WriteLine(JsonText.Of(report, driver));
        else new ExploreText(Output.Console()).Print(report, driver);
        if (!report.IsClean) return ExitCode.Failed;
        return report.IsProved || allowStopped ? ExitCode.Ok : ExitCode.Stopped;
    }
}
