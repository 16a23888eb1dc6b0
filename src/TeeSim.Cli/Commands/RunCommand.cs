using System.CommandLine;
using System.CommandLine.Parsing;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Programs;
using TeeSim.Scenarios.Reports;
using TeeSim.Scenarios.Running;
using TeeSim.Scenarios.States;

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
          teesim run x.tee --schedule 1c0ffee5-2a3b                   in an order that explore has found
          teesim run x.tee --driver deferred-close                    with another driver
          teesim run day1.tee --save-state day1.state                 keep the state at the end …
          teesim run day2.tee --continue-from day1.state              … and go on from it

        Exit codes, of several files the gravest (3, 2, 1, 4, 0):
          0  all expectations hold, nothing leaks
          1  an expectation failed, the core panicked, or a leak was found
          2  bad usage or bad input, also a driver that can't be judged: it throws, keeps state in C# fields, or never returns
          3  a bug in TeeSim
          4  the schedule ends early, so nothing is known of what comes behind it; 0 with --allow-stopped
        """;

    private const string Description = "Runs scripts as they are written, and says what leaked and whose fault it is.";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Scripts; docs/scenario-language.md describes them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var log = new Option<bool>("--log")
        {
            Description = "Print the device log while it runs; with --json to the error output.",
            Arity = ArgumentArity.Zero,
        };
        var json = new Option<bool>("--json") { Description = "Print the reports as a JSON array.", Arity = ArgumentArity.Zero };
        var save = new Option<string?>("--save-state")
        {
            Description = "Save the state at the end of the script; for one script only.",
            HelpName = "STATE",
        };
        var from = new Option<string?>("--continue-from")
        {
            Description = "Go on from a saved state, with the same settings; for one script only.",
            HelpName = "STATE",
        };
        var schedule = new Option<string?>("--schedule")
        {
            Description = "Make the calls in this order, which explore has printed; for one script only.",
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
        Option<bool> allowStopped = StopArgument.Create();
        var command = new Command("run", Description) { files, driver, schedule, rounds, allowStopped, log, json, save, from };
        command.Validators.Add(result =>
        {
            if (result.GetValue(files) is { Length: > 1 } && (IsGiven(result, save) || IsGiven(result, from)))
                result.AddError("found several scripts with --save-state or --continue-from; name one script");
            if (result.GetValue(files) is { Length: > 1 } && IsGiven(result, schedule))
                result.AddError("found several scripts with --schedule; name one script");
            if (IsGiven(result, schedule) && (IsGiven(result, save) || IsGiven(result, from)))
            {
                result.AddError(
                    "found --schedule with --save-state or --continue-from; a schedule is an order of the whole script from boot on");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                UnexpectedExit.Print(problem => JsonText.Of([new ProblemJson(null, parsed.GetValue(driver), problem)]));
            if (DriverNames.Find(parsed.GetValue(driver), out IDriverFactory? other) is { } unknown)
                return BadInput.Refuse(unknown);

            var order = new RunOrder(parsed.GetValue(schedule), parsed.GetValue(rounds), other);
            return Run(
                parsed.GetValue(files)!, order, parsed.GetValue(log), parsed.GetValue(json), parsed.GetValue(save), parsed.GetValue(from),
                parsed.GetValue(allowStopped));
        });
        return command;
    }

    // An option without its value is told by the parser; to ask for that value would throw.
    private static bool IsGiven(CommandResult result, Option<string?> option) => result.GetResult(option) is { Tokens.Count: > 0 };

    private static int Run(string[] files, RunOrder order, bool log, bool json, string? saveTo, string? continueFrom, bool allowStopped)
    {
        RunState? from = null;
        if (continueFrom is not null && (from = StateFile.Read(continueFrom, out Diagnostic? wrong)) is null)
        {
            StandardStreams.Error.WriteLine(wrong);
            return ExitCode.BadInput;
        }

        int exitCode = ExitCode.Ok;
        var reports = new List<object>();
        TextWriter logWriter = json ? StandardStreams.Error : StandardStreams.Out;
        RunState? end = null;
        CallReference? call = null;
        var options = new RunOptions
        {
            OnCall = made => Volatile.Write(ref call, made),
            OnLogLine = log ? logWriter.WriteLine : null,
            From = from,
            OnState = saveTo is null ? null : state => end = state,
        };
        var text = new RunText(Output.Console());
        foreach (string file in files)
        {
            if (json) UnexpectedExit.Print(problem => JsonText.Of([.. reports, new ProblemJson(file, order.Driver?.Name, problem)]));
            if (order.Load(file, from, out IReadOnlyList<Diagnostic> diagnostics) is not { } run)
            {
                foreach (Diagnostic diagnostic in diagnostics) StandardStreams.Error.WriteLine(diagnostic);
                exitCode = ExitCode.Worst(exitCode, ExitCode.BadInput);
                continue;
            }

            RunReport report;
            try
            {
                report = DriverWatch.Run(order.Driver, () => Volatile.Read(ref call), () => run(options));
            }
            catch (Exception e) when (e is DriverProblemException or DriverFaultException or DriverHangsException)
            {
                exitCode = ExitCode.Worst(exitCode, BadInput.Refuse($"teesim: {Printable.Escape(e.Message)}"));
                reports.Add(new ProblemJson(file, order.Driver?.Name, e.Message));
                continue;
            }

            exitCode = ExitCode.Worst(exitCode, CodeOf(report, allowStopped));
            if (json) reports.Add(report);
            else text.Print(report);
        }

        if (json) StandardStreams.Out.WriteLine(JsonText.Of(reports));
        if (saveTo is not null && exitCode != ExitCode.BadInput) exitCode = ExitCode.Worst(exitCode, Save(saveTo, end));
        return exitCode;
    }

    private static int CodeOf(RunReport report, bool allowStopped) => report switch
    {
        { Passed: false } => ExitCode.Failed,
        { EndsEarly: true } when !allowStopped => ExitCode.Stopped,
        _ => ExitCode.Ok,
    };

    private static int Save(string path, RunState? state)
    {
        if (state is null)
        {
            StandardStreams.Error.WriteLine(
                new Diagnostic(SourcePosition.OfFile(path), "no state was saved: the core has panicked, there is nothing to go on from"));
            return ExitCode.Failed;
        }

        if (StateFile.Write(path, state) is not { } wrong) return ExitCode.Ok;
        StandardStreams.Error.WriteLine(wrong);
        return ExitCode.BadInput;
    }
}
