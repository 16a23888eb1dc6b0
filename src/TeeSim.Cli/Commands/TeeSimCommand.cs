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
          teesim replay tests/traces/heap/*.trace               compare the model with recorded traces

        Exit codes:
          0  all expectations hold, nothing leaks, every trace is identical
          1  an expectation failed, the core panicked, a leak was found, or a trace differs
          2  bad usage or bad input
          3  a bug in TeeSim

        'teesim run --help' and 'teesim replay --help' say more.
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description);
        Command run = RunCommand.Create();
        Command replay = ReplayCommand.Create();
        root.Subcommands.Add(run);
        root.Subcommands.Add(ExploreCommand.Create());
        Command minimize = MinimizeCommand.AddTo(root);
        Command fuzz = FuzzCommand.AddTo(root);
        root.Subcommands.Add(replay);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(
            (SynchronousCommandLineAction)help.Action!,
            new Dictionary<Command, string> { [root] = Notes, [run] = RunCommand.Notes, [replay] = ReplayCommand.Notes, [minimize] = MinimizeCommand.Notes, [fuzz] = FuzzCommand.Notes });
        return root;
    }
}
