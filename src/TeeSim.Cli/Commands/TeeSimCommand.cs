using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace TeeSim.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class TeeSimCommand
{
    private const string Description = "Simulates the core memory of OP-TEE: finds the call that leaks, and says when memory runs out.";

    private const string Notes = """
        Examples:
          teesim run scenarios/livetv-close-before-unmap.tee    reproduce a leak, name the guilty call
          teesim run scenarios/*.tee                            run several scripts, one after the other
          teesim explore scenarios/livetv-channel-switch.tee    try every ordering of its calls
          teesim verify scenarios/ --drivers all                judge drivers by every ordering of every script
          teesim fuzz --time 10s                                find failures with random calls
          teesim minimize soak.tee                              shorten a script that fails
          teesim replay tests/traces/heap/*.trace               compare the model with recorded traces

        Exit codes:
          0  all expectations hold, nothing leaks, every trace is identical
          1  an expectation failed, the core panicked, a leak was found, or a trace differs
          2  bad usage or bad input
          3  a bug in TeeSim
          4  nothing wrong was found, but not all was tried; 0 with --allow-stopped

        'teesim COMMAND --help' says more.
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description);
        Command run = RunCommand.Create();
        Command replay = ReplayCommand.Create();
        root.Subcommands.Add(run);
        Command explore = ExploreCommand.AddTo(root);
        Command verify = VerifyCommand.AddTo(root);
        Command minimize = MinimizeCommand.AddTo(root);
        Command fuzz = FuzzCommand.AddTo(root);
        root.Subcommands.Add(replay);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(
            (SynchronousCommandLineAction)help.Action!,
            new Dictionary<Command, string>
            {
                [root] = Notes,
                [run] = RunCommand.Notes,
                [replay] = ReplayCommand.Notes,
                [explore] = ExploreCommand.Notes,
                [verify] = VerifyCommand.Notes,
                [minimize] = MinimizeCommand.Notes,
                [fuzz] = FuzzCommand.Notes,
            });
        return root;
    }
}
