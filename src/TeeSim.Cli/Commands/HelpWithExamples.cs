using System.CommandLine;
using System.CommandLine.Invocation;

namespace TeeSim.Cli.Commands;

/// <summary>The usual help page, with examples and exit codes below.</summary>
/// <param name="help">Prints the usual page.</param>
/// <param name="notes">What stands below it, by command.</param>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help, IReadOnlyDictionary<Command, string> notes)
    : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = help.Invoke(parseResult);
        if (notes.TryGetValue(parseResult.CommandResult.Command, out string? text))
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        return exitCode;
    }
}
