using System.Text;

namespace TeeSim.Cli;

/// <summary>Notices when a driver ends the process: without this a CI job would take the exit code 0 for a proof.</summary>
internal static class UnexpectedExit
{
    private const string Sentence = "teesim: the driver has ended the process before the command was done; a driver must not call Environment.Exit, see docs/write-a-driver.md\n";

    // There is one process.
    private static volatile bool _isExpected;

    /// <summary>From now on the process ends only by <see cref="Expect"/> or <see cref="End"/>.</summary>
    public static void Watch() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        if (_isExpected) return;
        Environment.ExitCode = ExitCode.BadInput;
        try
        {
            // Whatever StandardStreams.Error has become by now.
            using Stream error = Console.OpenStandardError();
            error.Write(Encoding.UTF8.GetBytes(Sentence));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Nobody is left to be told; the exit code still says it.
        }
    };

    /// <summary>The command is done.</summary>
    /// <returns>The exit code.</returns>
    public static int Expect(int exitCode)
    {
        _isExpected = true;
        return exitCode;
    }

    /// <summary>Ends the process at once, from whatever thread.</summary>
    public static void End(int exitCode) => Environment.Exit(Expect(exitCode));
}
