using Spectre.Console;

namespace TeeSim.Cli.Rendering;

/// <summary>Where text for people goes.</summary>
internal static class Output
{
    private const int WidthOfFiles = 400;

    /// <summary>The standard output: colours on a terminal only; lines in files and pipes are never wrapped.</summary>
    public static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = System.Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = System.Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            // They would switch ANSI codes on again wherever the environment looks like a CI system's.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (System.Console.IsOutputRedirected) console.Profile.Width = WidthOfFiles;
        return console;
    }
}
