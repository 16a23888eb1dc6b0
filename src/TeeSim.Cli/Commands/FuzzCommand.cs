using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Fuzzing;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Programs;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim fuzz</c>: makes random calls and looks what they leave behind.</summary>
internal static class FuzzCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim fuzz                                        100,000 runs; prints the shortest script for each failure
          teesim fuzz --time 10s --seed 7                    other runs, for ten seconds
          teesim fuzz --driver close-unmaps                  with a candidate fix
          teesim fuzz --corpus found --runs 1000000          go on from the scripts in a folder, and keep new ones there

        Exit codes:
          0  no failure that was not in the corpus
          1  a failure was found
          2  bad usage or bad input
          3  a bug in TeeSim
        """;

    private const string Description =
        "Makes random calls in a random order, and minimises every failure that is new. Runs depend on the seed only.";
    private const string DefaultTarget = "amlogic-3.9-arm32";

    public static Command AddTo(RootCommand root)
    {
        var seed =
            new Option<ulong>("--seed") { Description = "Other runs for another number.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var runs = new Option<long>("--runs") { Description = "How many runs.", HelpName = "N", DefaultValueFactory = _ => 100_000 };
        var time = new Option<string?>("--time")
        {
            Description = "Stop after this time, such as 10s; the runs up to there are the same.",
            HelpName = "TIME",
        };
        var target =
            new Option<string>("--target") { Description = "The target.", HelpName = "NAME", DefaultValueFactory = _ => DefaultTarget };
        var driver = new Option<string?>("--driver") { Description = "The driver, also for the scripts of the corpus.", HelpName = "NAME" };
        var corpus = new Option<string?>("--corpus")
        {
            Description = "A folder of scripts to start from; new failures are kept there.",
            HelpName = "DIR",
        };
        var processes =
            new Option<int>("--processes") { Description = "How many processes make calls.", HelpName = "N", DefaultValueFactory = _ => 3 };
        var calls = new Option<int>("--calls")
        {
            Description = "How many calls a run has at the most.",
            HelpName = "N",
            DefaultValueFactory = _ => 30,
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON.", Arity = ArgumentArity.Zero };
        var command = new Command("fuzz", Description) { seed, runs, time, target, driver, corpus, processes, calls, json };
        command.SetAction(parsed =>
        {
            if (Numbers.Wrong("--runs", parsed.GetValue(runs), long.MaxValue) is { } a) return BadInput.Refuse(a);
            if (Numbers.Wrong("--processes", parsed.GetValue(processes), FuzzOptions.MostProcesses) is { } b) return BadInput.Refuse(b);
            if (Numbers.Wrong("--calls", parsed.GetValue(calls), FuzzOptions.MostCalls) is { } c) return BadInput.Refuse(c);
            if (TimeLimit.Parse(parsed.GetValue(time), out TimeLimit limit) is { } d) return BadInput.Refuse(d);
            if (parsed.GetValue(json))
                UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(null, parsed.GetValue(driver), problem)));
            if (DriverNames.Find(parsed.GetValue(driver), out IDriverFactory? named) is { } unknown) return BadInput.Refuse(unknown);
            if (TargetNames.Wrong(parsed.GetValue(target)!) is { } e) return BadInput.Refuse(e);
            var options = new FuzzOptions
            {
                Seed = parsed.GetValue(seed),
                Runs = parsed.GetValue(runs),
                Target = parsed.GetValue(target)!,
                Driver = named,
                Processes = parsed.GetValue(processes),
                Calls = parsed.GetValue(calls),
            };
            return Fuzz(
                options, DriverNames.Unwritten(parsed.GetValue(driver), named), parsed.GetValue(corpus), limit, parsed.GetValue(json));
        });
        root.Subcommands.Add(command);
        return command;
    }

    private static int Fuzz(FuzzOptions options, string? driver, string? folder, TimeLimit limit, bool json)
    {
        CorpusFolder? corpus = folder is null ? null : new CorpusFolder(folder);
        if (corpus?.Create() is { } unusable) return BadInput.Refuse($"{unusable}");
        if (corpus is not null)
        {
            options = options with { Corpus = corpus.Load(out IReadOnlyList<Diagnostic> diagnostics, options.Driver) };
            foreach (Diagnostic diagnostic in diagnostics) StandardStreams.Error.WriteLine(diagnostic);
        }

        if (json) UnexpectedExit.Print(problem => JsonText.Of(new ProblemJson(null, options.Driver?.Name, problem)));
        using var session = new FuzzSession(limit, corpus, json ? null : StandardStreams.Out, driver);
        FuzzReport report;
        try
        {
            report = Fuzzer.Run(options, session.OnFailure, session.Stops);
        }
        catch (Exception e) when (e is DriverProblemException or DriverFaultException)
        {
            session.End();
            if (json) StandardStreams.Out.WriteLine(JsonText.Of(new ProblemJson(null, options.Driver?.Name, e.Message)));
            return BadInput.Refuse($"teesim: {Printable.Escape(e.Message)}");
        }

        session.End();
        if (json) StandardStreams.Out.WriteLine(FuzzText.Json(report, session.Files));
        else StandardStreams.Out.WriteLine(FuzzText.Summary(report, folder));
        if (session.CouldNotKeep) return ExitCode.BadInput;
        return report.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Ok;
    }
}
