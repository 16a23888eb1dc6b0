using System.Text;
using Spectre.Console;

namespace TeeSim.Cli.Rendering;

/// <summary>Where text for people goes.</summary>
internal static class Output
{
    // More than any line has: commands to be copied stay one line, which a terminal wraps by itself.
    private const int WidthOfLines = 400;

    /// <summary>How many columns whoever reads it has; in files and pipes as many as wanted.</summary>
    public static int Width => System.Console.IsOutputRedirected ? WidthOfLines : System.Console.WindowWidth;

    /// <summary>
    /// A line of prose for whoever reads it: on a terminal that is too narrow it goes on below, at a blank and further in,
    /// and not in the middle of a word.
    /// </summary>
    /// <param name="markup">One line of markup.</param>
    public static string Wrap(string markup) => Wrap(markup, Width);

    /// <summary>The same for a width.</summary>
    public static string Wrap(string markup, int width)
    {
        if (Columns.LengthOf(markup) <= width) return markup;
        string margin = new(' ', markup.Length - markup.TrimStart(' ').Length);
        var text = new StringBuilder(margin);
        int at = margin.Length;
        bool isFirst = true;
        foreach (string word in markup[margin.Length..].Split(' '))
        {
            int length = Columns.LengthOf(word);
            if (!isFirst && at + 1 + length > width)
            {
                text.Append('\n').Append(margin).Append("  ");
                at = margin.Length + 2;
            }
            else if (!isFirst)
            {
                text.Append(' ');
                at++;
            }

            text.Append(word);
            at += length;
            isFirst = false;
        }

        return text.ToString();
    }

    /// <summary>The standard output: colours on a terminal only; lines are as long as they are given.</summary>
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
