using System.Text;

namespace TeeSim.Cli;

/// <summary>Notices when a driver ends the process: without this a CI job would take the exit code 0 for a proof.</summary>
internal static class UnexpectedExit
{
    private const string Sentence =
        "the driver has ended the process before the command was done; a driver must not call Environment.Exit, see docs/write-a-driver.md";

    // There is one process.
    private static volatile bool _isExpected;
    private static Func<string, string>? _document;

    /// <summary>From now on the process ends only by <see cref="Expect"/> or <see cref="End"/>.</summary>
    public static void Watch() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        if (_isExpected) return;
        Environment.ExitCode = ExitCode.BadInput;
        Say(Sentence);
    };

    /// <summary>Says what the command prints for other programs when it can't go on.</summary>
    /// <param name="document">Makes it of one sentence; null when the command prints for people.</param>
    public static void Print(Func<string, string>? document) => _document = document;

    /// <summary>The command is done.</summary>
    /// <returns>The exit code.</returns>
    public static int Expect(int exitCode)
    {
        _isExpected = true;
        return exitCode;
    }

    /// <summary>Ends the process at once, from whatever thread, because of a driver.</summary>
    /// <param name="problem">What is wrong with it, one sentence.</param>
    public static void End(string problem)
    {
        Expect(ExitCode.BadInput);
        Say(problem);
        Environment.Exit(ExitCode.BadInput);
    }

    // Whatever StandardStreams have become by now.
    private static void Say(string problem)
    {
        if (_document?.Invoke(problem) is { } document) Write(Console.OpenStandardOutput, document);
        Write(Console.OpenStandardError, $"teesim: {problem}");
    }

    private static void Write(Func<Stream> open, string text)
    {
        try
        {
            using Stream stream = open();
            stream.Write(Encoding.UTF8.GetBytes($"{text}\n"));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody is left to be told; the exit code still says it.
        }
    }
}
