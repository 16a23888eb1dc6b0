using TeeSim.Core.Diagnostics;

namespace TeeSim.Cli.Rendering;

/// <summary>Scripts that a command writes.</summary>
internal static class TextFiles
{
    /// <summary>Writes a file of UTF-8 text.</summary>
    /// <returns>Why it can't be written; null on success.</returns>
    public static Diagnostic? Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Diagnostic(SourcePosition.OfFile(path), $"the script cannot be written: {Printable.Escape(e.Message)}");
        }
    }
}
