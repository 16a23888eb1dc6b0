using System.CommandLine;
using System.CommandLine.Invocation;
using TeeSim.Cli;
using TeeSim.Cli.Commands;

ParseResult command = TeeSimCommand.Create().Parse(args);
if (command.Action is ParseErrorAction) return UsageErrors.Print(command);
try
{
    return command.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (IOException)
{
    // The reader of the output has gone away (teesim … | head): nobody is left to be told.
    return ExitCode.BadInput;
}
#pragma warning disable CA1031 // The last resort: whatever it is, it is a bug of TeeSim and must say so.
catch (Exception bug)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"teesim: this is a bug in TeeSim, not in your input: {bug.GetType().Name}: {bug.Message}").ConfigureAwait(false);
    await Console.Error.WriteLineAsync("Please report it together with the command line and the input.").ConfigureAwait(false);
    return ExitCode.Bug;
}
