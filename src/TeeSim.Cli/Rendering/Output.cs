using System.Text;
using Spectre.Console;

namespace TeeSim.Cli.Rendering;

/// <summary>Where text for people goes.</summary>
internal static class Output
{
    // More than any line has: a terminal wraps by itself, and what it has wrapped can be copied as one line.
    private const int WidthOfLines = 400;

    /// <summary>How many columns whoever reads it has; in files and pipes as many as wanted.</summary>
    public static int Width => System.Console.IsOutputRedirected ? WidthOfLines : System.Console.WindowWidth;

    /// <summary>The standard output: colours on a terminal only; lines are never wrapped.</summary>
    public static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = System.Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = System.Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new OwnOutput(),
            // They would switch ANSI codes on again wherever the environment looks like a CI system's.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = WidthOfLines;
        return console;
    }

    /// <summary>The command's own output, which drivers can't reach.</summary>
    private sealed class OwnOutput : IAnsiConsoleOutput
    {
        public TextWriter Writer => StandardStreams.Out;

        public bool IsTerminal => !System.Console.IsOutputRedirected;

        public int Width => WidthOfLines;

        public int Height => int.MaxValue;

        public void SetEncoding(Encoding encoding)
        {
            // Lines are UTF-8 wherever they go, as the runtime has it.
        }
    }
}
