using TeeSim.Cli.Rendering;

namespace TeeSim.Cli;

/// <summary>Input that a command cannot work with.</summary>
internal static class BadInput
{
    /// <summary>Says why.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(params string[] sentences)
    {
        foreach (string sentence in sentences) StandardStreams.Error.WriteLine(sentence);
        return ExitCode.BadInput;
    }
}
