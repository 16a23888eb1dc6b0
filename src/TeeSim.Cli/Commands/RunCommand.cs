using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim run</c>: executes scripts as they are written.</summary>
internal static class RunCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim run scenarios/livetv-close-before-unmap.tee          the incident: names the guilty call
          teesim run scenarios/livetv-until-oom.tee --log             with what the device would print
          teesim run scenarios/*.tee --json                           for other programs

        Exit codes, the highest of all files:
          0  all expectations hold, nothing leaks
          1  an expectation failed, the core panicked, or a leak was found
          2  bad usage or bad input
          3  a bug in TeeSim
        """;

    private const string Description = "Runs scripts as they are written, and says what leaked and whose fault it is.";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Scripts; docs/scenario-language.md describes them.", Arity = ArgumentArity.OneOrMore };
        var log = new Option<bool>("--log") { Description = "Print the device log while it runs; with --json to the error output.", Arity = ArgumentArity.Zero };
        var json = new Option<bool>("--json") { Description = "Print the reports as a JSON array.", Arity = ArgumentArity.Zero };
        var command = new Command("run", Description) { files, log, json };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(log), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] files, bool log, bool json)
    {
        int exitCode = ExitCode.Ok;
        var reports = new List<RunReport>();
        TextWriter logWriter = json ? Console.Error : Console.Out;
        var options = new RunOptions { OnLogLine = log ? logWriter.WriteLine : null };
        var text = new RunText(Output.Console());
        foreach (string file in files)
        {
            if (Scenario.Load(file, out IReadOnlyList<Diagnostic> diagnostics) is not { } scenario)
            {
                foreach (Diagnostic diagnostic in diagnostics) Console.Error.WriteLine(diagnostic);
                exitCode = Math.Max(exitCode, ExitCode.BadInput);
                continue;
            }

            RunReport report = ScenarioRunner.Run(scenario, options);
            exitCode = Math.Max(exitCode, report.Passed ? ExitCode.Ok : ExitCode.Failed);
            if (json) reports.Add(report);
            else text.Print(report);
        }

        if (json) Console.Out.WriteLine(JsonText.Of(reports));
        return exitCode;
    }
}
