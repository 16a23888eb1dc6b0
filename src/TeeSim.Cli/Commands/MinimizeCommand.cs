using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Exploration.Minimizing;
using TeeSim.Exploration.Schedules;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim minimize</c>: makes a script that fails short enough to be read.</summary>
internal static class MinimizeCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim minimize soak.tee                                  print the shortest script that fails in the same way
          teesim minimize soak.tee --output short.tee               write it into a file
          teesim minimize race.tee --schedule 1c0ffee5-2a3b         from an order that explore has found
          teesim minimize soak.tee --driver close-refuses           with another driver

        Exit codes:
          0  a script was found that fails in the same way
          2  bad usage or bad input, also a script that does not fail
          3  a bug in TeeSim
        """;

    private const string Description = "Shortens a script that fails, as far as it still fails in the same way.";

    public static Command AddTo(RootCommand root)
    {
        var file = new Argument<string>("FILE") { Description = "A script that fails when it is run." };
        var schedule = new Option<string?>("--schedule")
        {
            Description = "Start from this order of its calls, which explore has printed.",
            HelpName = "SCHEDULE",
        };
        var rounds = new Option<long?>("--rounds")
        {
            Description = "How many rounds of each repeat the schedule has; as explore prints it.",
            HelpName = "N",
        };
        var driver = new Option<string?>("--driver")
        {
            Description = "Use this driver in the place of the script's: a name, an assembly, or ASSEMBLY:NAME.",
            HelpName = "NAME",
        };
        var output = new Option<string?>("--output") { Description = "Write the script into this file.", HelpName = "SCRIPT" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON.", Arity = ArgumentArity.Zero };
        var command = new Command("minimize", Description) { file, schedule, rounds, driver, output, json };
        command.SetAction(parsed => Minimize(
            parsed.GetValue(file)!, parsed.GetValue(schedule), parsed.GetValue(rounds), parsed.GetValue(driver), parsed.GetValue(output),
            parsed.GetValue(json)));
        root.Subcommands.Add(command);
        return command;
    }

    private static int Minimize(string file, string? schedule, long? rounds, string? driver, string? output, bool json)
    {
        if (json) UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(file, driver, problem)));
        if (DriverNames.Find(driver, out IDriverFactory? other) is { } unknown) return BadInput.Refuse(unknown);
        if (Scenario.Load(file, out IReadOnlyList<Diagnostic> diagnostics, driver: other) is not { } scenario)
            return BadInput.Refuse([.. diagnostics.Select(d => d.ToString())]);
        if (json) UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(file, scenario.Options.Driver.Name, problem)));
        MinimizedScript? result;
        Diagnostic? problem;
        try
        {
            result = schedule is null ? Minimizer.Minimize(scenario, out problem) : Minimize(scenario, schedule, rounds, out problem);
        }
        catch (Exception e) when (e is DriverProblemException or DriverFaultException)
        {
            if (json) StandardStreams.Out.WriteLine(JsonText.Of(new ProblemJson(file, scenario.Options.Driver.Name, e.Message)));
            return BadInput.Refuse($"teesim: {Printable.Escape(e.Message)}");
        }

        if (result is null) return BadInput.Refuse($"{problem}");
        if (output is not null && TextFiles.Write(output, result.Text) is { } unwritten) return BadInput.Refuse($"{unwritten}");
        if (json) StandardStreams.Out.WriteLine(MinimizeText.Json(file, output, result));
        else if (output is null) StandardStreams.Out.Write(result.Text);
        else StandardStreams.Out.Write(MinimizeText.Summary(output, result, DriverNames.Unwritten(driver, other)));
        return ExitCode.Ok;
    }

    private static MinimizedScript? Minimize(Scenario scenario, string schedule, long? rounds, out Diagnostic? problem)
    {
        if (Explorer.Compile(scenario, rounds, out problem) is not { } program) return null;
        if (Schedule.Parse(schedule, program, out string? wrong) is { } order) return Minimizer.Minimize(program, order, out problem);
        problem = new Diagnostic(SourcePosition.OfFile(scenario.Script.File), wrong!);
        return null;
    }
}
