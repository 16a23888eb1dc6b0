namespace TeeSim.Cli.Rendering;

/// <summary>
/// The command's own output and error output. They are not <see cref="Console.Out"/> and <see cref="Console.Error"/>:
/// those are what drivers print to.
/// </summary>
internal static class StandardStreams
{
    /// <summary>The standard output, which other programs may read.</summary>
    public static TextWriter Out { get; } = Console.Out;

    /// <summary>The error output.</summary>
    public static TextWriter Error { get; } = Console.Error;

    /// <summary>From now on, whatever a driver prints goes to the error output, without control characters.</summary>
    public static void KeepFromDrivers()
    {
        TextWriter printed = TextWriter.Synchronized(new EscapingWriter(Error));
        Console.SetOut(printed);
        Console.SetError(printed);
    }
}
