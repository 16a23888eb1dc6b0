using System.CommandLine;

namespace TeeSim.Cli.Commands;

/// <summary>The whole command line.</summary>
internal static class TeeSimCommand
{
    private const string Description = """
        Simulates the core memory of OP-TEE: finds the call that leaks, and says when memory runs out.

        Examples:
          teesim run scenarios/livetv-close-before-unmap.tee    reproduce a leak, name the guilty call
          teesim run scenarios/*.tee                            run several scripts, one after the other
          teesim run x.tee --log                                with the log that the device would print
          teesim run x.tee --json                               for other programs
          teesim replay traces/*.trace bench0.trace.gz          compare the model with recorded traces

        Exit codes:
          0  all expectations hold, nothing leaks
          1  an expectation failed, a leak was found, or a trace differs
          2  bad usage or bad input
          3  a bug in TeeSim
        """;

    public static RootCommand Create()
    {
        var root = new RootCommand(Description);
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ReplayCommand.Create());
        return root;
    }
}
