using TeeSim.Core.Diagnostics;
using TeeSim.Core.Panics;

namespace TeeSim.Replay;

/// <summary>Replays a trace recorded from OP-TEE's C code and compares every result, checkpoint and checksum with the model's.</summary>
public static class TraceReplayer
{
    /// <summary>Replays a file, plain or gzip.</summary>
    /// <returns>Identical, the first difference, or why the file is refused. Never throws for what a file holds.</returns>
    public static ReplayResult Replay(string file)
    {
        try
        {
            if (Directory.Exists(file)) return Refused(file, "is a folder; name the trace files in it");
            using FileStream stream = File.OpenRead(file);
            return Replay(file, stream);
        }
        catch (FileNotFoundException)
        {
            return Refused(file, "there is no such file");
        }
        catch (DirectoryNotFoundException)
        {
            return Refused(file, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(file, "may not be read");
        }
        catch (IOException failure)
        {
            return Refused(file, $"can't be read: {failure.Message}");
        }
    }

    /// <summary>Replays a trace from a stream that can seek.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="stream">The trace, plain or gzip.</param>
    public static ReplayResult Replay(string file, Stream stream)
    {
        try
        {
            using var reader = new TraceLineReader(file, stream);
            return new ReplayRun(file, reader).Run();
        }
        catch (TraceFormatException bad)
        {
            return new ReplayRefused(file, bad.Diagnostic);
        }
        catch (CorePanicException panic)
        {
            return Refused(file, $"the pools of the header can't be added: {panic.Message}");
        }
    }

    private static ReplayRefused Refused(string file, string message) =>
        new(file, new Diagnostic(SourcePosition.OfFile(file), message));
}
