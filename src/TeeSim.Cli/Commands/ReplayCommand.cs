using System.CommandLine;
using TeeSim.Cli.Rendering;
using TeeSim.Replay;

namespace TeeSim.Cli.Commands;

/// <summary><c>teesim replay</c>: compares the model with recorded traces.</summary>
internal static class ReplayCommand
{
    /// <summary>What stands below the help page.</summary>
    public const string Notes = """
        Examples:
          teesim replay tests/traces/heap/310-ilp32-mdbg-first-smoke.trace
          teesim replay tests/traces/vm/*.trace tests/traces/bench/*.trace.gz

        Exit codes, the highest of all files:
          0  every trace is identical
          1  a trace differs
          2  bad usage or bad input
          3  a bug in TeeSim
        """;

    private const string Description = "Replays traces recorded from OP-TEE's own code, and reports 'identical' or the first difference.";

    public static Command Create()
    {
        var files = new Argument<string[]>("TRACE")
        {
            Description = "Traces of a heap or of address spaces, plain or gzip.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the results as a JSON array.", Arity = ArgumentArity.Zero };
        var command = new Command("replay", Description) { files, json };
        command.SetAction(parsed => Replay(parsed.GetValue(files)!, parsed.GetValue(json)));
        return command;
    }

    private static int Replay(string[] files, bool json)
    {
        int exitCode = ExitCode.Ok;
        var results = new List<ReplayResult>();
        foreach (string file in files)
        {
            ReplayResult result = TraceReplayer.Replay(file);
            exitCode = Math.Max(exitCode, ExitCodeOf(result));
            if (result is ReplayRefused refused) StandardStreams.Error.WriteLine(refused.Diagnostic);
            else if (!json) StandardStreams.Out.WriteLine(ReplayText.Of(result));
            results.Add(result);
        }

        if (json) StandardStreams.Out.WriteLine(JsonText.Of(results));
        return exitCode;
    }

    private static int ExitCodeOf(ReplayResult result) => result switch
    {
        ReplayIdentical => ExitCode.Ok,
        ReplayDifferent => ExitCode.Failed,
        _ => ExitCode.BadInput,
    };
}
