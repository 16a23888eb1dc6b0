using TeeSim.Core.Diagnostics;

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
            if (Directory.Exists(file)) return Refused(file, "this is a directory; name a trace in it");
            using FileStream stream = File.OpenRead(file);
            return stream.CanSeek
                ? Replay(file, stream)
                : Refused(file, "this is a pipe or a device; save the trace in a file and name that");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refused(file, "there is no such file; check the path");
        }
        catch (UnauthorizedAccessException)
        {
            return Refused(file, "the file cannot be read; its permissions do not allow it");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return Refused(file, "the file cannot be read; check the path and the disk");
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
    }

    private static ReplayRefused Refused(string file, string message) =>
        new(file, new Diagnostic(SourcePosition.OfFile(file), message));
}
