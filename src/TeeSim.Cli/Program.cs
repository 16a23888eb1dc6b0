using System.CommandLine;
using TeeSim.Cli;
using TeeSim.Cli.Commands;
using TeeSim.Cli.Rendering;

UnexpectedExit.Watch();
try
{
    StandardStreams.KeepFromDrivers();
    // A ParseResult is the outcome of the whole command line: usage errors first, so that nothing runs by halves. Files are
    // named, never read for arguments.
    ParseResult command = TeeSimCommand.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (UsageErrors.Find(command, args) is { } error) return Report($"teesim: {error}", ExitCode.BadInput);
    return UnexpectedExit.Expect(command.Invoke(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        Output = StandardStreams.Out,
        Error = StandardStreams.Error,
    }));
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    // Inputs report their own failures, so this is an output that is full or closed.
    return Report($"teesim: the output cannot be written: {failure.Message}", ExitCode.BadInput);
}
#pragma warning disable CA1031 // The last resort: whatever it is, it is a bug of TeeSim and must say so.
catch (Exception bug)
#pragma warning restore CA1031
{
    return Report(
        $"""
        teesim: this is a bug in TeeSim, not in your input: {bug.GetType().Name}: {bug.Message}
        Please report it together with the command line and the input.
        """,
        ExitCode.Bug);
}

static int Report(string message, int exitCode)
{
    UnexpectedExit.Expect(exitCode);
    try
    {
        StandardStreams.Error.WriteLine(message);
    }
    catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
    {
        // Nobody is left to be told; the exit code still says it.
    }

    return exitCode;
}
