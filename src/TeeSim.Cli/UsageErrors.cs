using System.CommandLine;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Cli;

/// <summary>Says what is wrong with a command line, in one line.</summary>
internal static class UsageErrors
{
    /// <returns><see cref="ExitCode.BadInput"/>.</returns>
    public static int Print(ParseResult command)
    {
        Console.Error.WriteLine($"teesim: {Describe(command)}; try 'teesim --help'");
        return ExitCode.BadInput;
    }

    private static string Describe(ParseResult command)
    {
        if (command.UnmatchedTokens is not [var word, ..]) return command.Errors[0].Message.TrimEnd('.');
        IEnumerable<string> known = command.CommandResult.Command.Subcommands.Select(c => c.Name).Concat(command.CommandResult.Command.Options.Select(o => o.Name));
        string kind = word.StartsWith('-') ? "option" : "command";
        return $"unknown {kind} {Printable.Quote(word)}{Nearest.Hint(word, known).TrimEnd('?')}";
    }
}
