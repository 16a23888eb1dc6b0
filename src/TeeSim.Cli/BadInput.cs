namespace TeeSim.Cli;

/// <summary>Input that a command cannot work with.</summary>
internal static class BadInput
{
    /// <summary>Says why.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(params string[] sentences)
    {
        foreach (string sentence in sentences) Console.Error.WriteLine(sentence);
        return ExitCode.BadInput;
    }
}
