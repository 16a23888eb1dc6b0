using System.CommandLine;
using System.CommandLine.Invocation;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Cli;

/// <summary>Says what is wrong with a command line, in one line.</summary>
internal static class UsageErrors
{
    /// <summary>The first thing that is wrong with a command line, or null.</summary>
    /// <param name="parsed">What the parser made of it.</param>
    /// <param name="words">The command line: the parser takes an option that it does not know for a file.</param>
    public static string? Find(ParseResult parsed, string[] words)
    {
        Command command = parsed.CommandResult.Command;
        if (WrongOption(words, OptionsOf(parsed), [.. AllOptionsOf(parsed).Where(TakesValue).SelectMany(Names)]) is { } wrong)
            return WithHelp(wrong, command);
        if (parsed.Action is not ParseErrorAction) return null;
        if (parsed.UnmatchedTokens is [var word, ..])
            return WithHelp(UnknownCommand(word, [.. command.Subcommands.Select(c => c.Name), .. OptionsOf(parsed)]), command);
        if (command is RootCommand)
            return WithHelp($"found no command; name one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}", command);
        if (command.Options.FirstOrDefault(
            option => parsed.GetResult(option) is { Tokens.Count: 0, Implicit: false } && TakesValue(option)) is { } option)
        {
            return WithHelp($"found no {option.HelpName} behind {option.Name}", command);
        }
        bool isMissing = command.Arguments is [var first, ..] && parsed.GetResult(first) is null or { Tokens.Count: 0 };
        return WithHelp(
            isMissing ? $"found no {command.Arguments[0].Name}; name at least one" : parsed.Errors[0].Message.TrimEnd('.'), command);
    }

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0;

    private static string[] OptionsOf(ParseResult parsed) => [.. AllOptionsOf(parsed).SelectMany(Names)];

    private static IEnumerable<Option> AllOptionsOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Union(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive));

    private static IEnumerable<string> Names(Option option) => option.Aliases.Prepend(option.Name);

    private static string? WrongOption(string[] words, string[] options, string[] withValue)
    {
        foreach (string word in words.TakeWhile(w => w != "--").Where(w => w is ['-', _, ..] && !options.Contains(w)))
        {
            string name = word[..(word.IndexOfAny(['=', ':']) is var end and >= 0 ? end : word.Length)];
            if (withValue.Contains(name)) continue;
            if (options.Contains(name)) return $"found {Printable.Quote(word)}; {name} takes no value";
            return $"unknown option {Printable.Quote(word)}{Nearest.Hint(word, options.Where(IsLong))}";
        }

        return null;
    }

    private static string UnknownCommand(string word, string[] known) =>
        known.Contains(word)
            ? $"found '{word}' behind '--', where only files can be"
            : $"unknown command {Printable.Quote(word)}{Nearest.Hint(word, known.Where(k => k[0] != '-' || IsLong(k)))}";

    // All options of one letter are near each other.
    private static bool IsLong(string option) => option.StartsWith("--", StringComparison.Ordinal);

    /// <summary>A sentence that asks a question is help enough.</summary>
    private static string WithHelp(string sentence, Command command) =>
        sentence.EndsWith('?') ? sentence : $"{sentence}; try 'teesim {(command is RootCommand ? "" : $"{command.Name} ")}--help'";
}
