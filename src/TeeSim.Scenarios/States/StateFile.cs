using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.States;

namespace TeeSim.Scenarios.States;

/// <summary>
/// A state of a run in a file: the bytes of the simulated memory, the clock, which processes have made calls and what they have open, what
/// the script's names stand for, and the settings that the world was booted with. Little-endian, closed by a CRC-32 over all before it; the
/// same state always gives the same bytes.
/// </summary>
public static partial class StateFile
{
    private const string Magic = "TeeSim state 2\n";
    private const string OlderMagic = "TeeSim state 1\n";
    private const int LargestFile = 256 << 20;

    /// <summary>Writes a state.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="state">The state.</param>
    /// <returns>Null, or why the file could not be written.</returns>
    public static Diagnostic? Write(string path, RunState state)
    {
        try
        {
            File.WriteAllBytes(path, Encode(state));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Wrong(path, "the state cannot be written here; check the path, its permissions and the disk");
        }
    }

    /// <summary>Reads a state. Never throws because of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong with it; null on success.</param>
    public static RunState? Read(string path, out Diagnostic? problem)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (!stream.CanSeek || stream.Length > LargestFile)
            {
                problem =
                    Wrong(path, $"this is no state that TeeSim has saved; it is larger than {LargestFile >> 20} MiB or no plain file");
                return null;
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            RunState? state = Decode(bytes, out string? why);
            problem = state is null ? Wrong(path, why!) : null;
            return state;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = Wrong(path, "there is no such file; check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = Wrong(path, "the file cannot be read; check the path and its permissions");
        }

        return null;
    }

    /// <summary>The bytes of a state.</summary>
    public static byte[] Encode(RunState state)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Encoding.ASCII.GetBytes(Magic));
            writer.Write(state.Settings);
            WriteAll(writer, state.Processes, writer.Write);
            WriteAll(writer, state.Names, name =>
            {
                writer.Write(name.Name);
                writer.Write((int)name.Type.Kind);
                writer.Write(name.Type.Noun);
                writer.Write(name.Value);
                writer.Write(name.Session);
            });
            WorldState world = state.World;
            writer.Write(world.Microseconds);
            writer.Write(world.Calls);
            writer.Write(world.NextPage);
            WriteAll(writer, world.Sessions, s =>
            {
                writer.Write(s.Process);
                writer.Write(s.Id);
                writer.Write(s.Login);
                writer.Write(s.Client.ToByteArray());
            });
            WriteAll(writer, world.Buffers, b =>
            {
                writer.Write(b.Process);
                writer.Write(b.Cookie);
                writer.Write(b.Size);
            });
            WriteAll(writer, world.Strings, writer.Write);
            WriteAll(writer, world.Sites, s =>
            {
                writer.Write(s.File);
                writer.Write(s.Line);
                writer.Write(s.Function);
            });
            WriteAll(writer, world.Segments, s =>
            {
                writer.Write(s.Name);
                writer.Write(s.Start);
                writer.Write(s.Bytes.Length);
                writer.Write(s.Bytes.Span);
            });
        }

        byte[] content = stream.ToArray();
        return [.. content, .. Crc32.Hash(content)];
    }

    private static void WriteAll<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.Write(items.Count);
        foreach (T item in items) write(item);
    }

    /// <summary>The state of bytes, or why they are none.</summary>
    public static RunState? Decode(byte[] bytes, out string? why)
    {
        why = null;
        if (bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(OlderMagic)))
        {
            why = "the state was saved by an older TeeSim; save it again with 'teesim run FILE --save-state STATE'";
            return null;
        }

        if (!bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Magic)))
        {
            why = "this is no state that TeeSim has saved; write one with 'teesim run FILE --save-state STATE'";
            return null;
        }

        const int Check = sizeof(uint);
        if (bytes.Length < Magic.Length + Check
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^Check..)) != Crc32.HashToUInt32(bytes.AsSpan(..^Check)))
        {
            why = "the state is damaged: its checksum does not fit; save it again";
            return null;
        }

        try
        {
            using var reader = new BinaryReader(
                new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length - Check, writable: false), Encoding.UTF8);
            return DecodeContent(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or FormatException or ArgumentException)
        {
            why = "the state is damaged: it does not say what it should; save it again";
            return null;
        }
    }

    private static Diagnostic Wrong(string path, string message) => new(SourcePosition.OfFile(path), message);
}
