using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using TeeSim.Core.Diagnostics;

namespace TeeSim.Scenarios.Syntax;

/// <summary>What reading a script's file gives: its text, or why it cannot be a script.</summary>
/// <param name="Path">The file's name as the user gave it.</param>
/// <param name="Text">The text without a byte order mark; null when there is a problem.</param>
/// <param name="Problem">What is wrong with the file; null when there is a text.</param>
public sealed record ScriptFile(string Path, string? Text, Diagnostic? Problem)
{
    /// <summary>How large a script can be, in bytes.</summary>
    public const int LargestSize = 1 << 20;

    /// <summary>Whether the file could be a script.</summary>
    [MemberNotNullWhen(true, nameof(Text))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsText => Problem is null;

    /// <summary>
    /// Reads a file of UTF-8 text. Never throws because of the file, and never reads more than <see cref="LargestSize"/> and one
    /// byte of it, whatever it is.
    /// </summary>
    public static ScriptFile Read(string path)
    {
        try
        {
            if (Directory.Exists(path)) return Wrong(path, "this is a directory; name a script in it");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (stream.CanSeek && stream.Length > LargestSize) return TooLarge(path);
            byte[] bytes = new byte[stream.CanSeek && stream.Length > 0 ? (int)stream.Length + 1 : LargestSize + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > LargestSize ? TooLarge(path) : Decode(path, bytes.AsSpan(0, length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Wrong(path, "there is no such file; check the path");
        }
        catch (UnauthorizedAccessException)
        {
            return Wrong(path, "the file cannot be read; its permissions do not allow it");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return Wrong(path, "the file cannot be read; check the path and the disk");
        }
    }

    private static ScriptFile Decode(string path, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        if (bytes.StartsWith(mark)) bytes = bytes[mark.Length..];
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
        {
            return Wrong(path, "found a zero byte where text is expected; a script is a file of UTF-8 text", bytes[..zero]);
        }

        if (!Utf8.IsValid(bytes))
        {
            return Wrong(path, "found bytes that are not UTF-8; save the script as UTF-8 text", bytes[..IndexOfIllFormed(bytes)]);
        }

        string text = Encoding.UTF8.GetString(bytes);
        return string.IsNullOrWhiteSpace(text)
            ? Wrong(path, "the file is empty; a script starts with a line such as 'target amlogic-3.9-arm32'")
            : new ScriptFile(path, text, null);
    }

    private static int IndexOfIllFormed(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == OperationStatus.Done) at += length;
        return at;
    }

    private static ScriptFile TooLarge(string path) => Wrong(path, "the file is larger than 1 MiB; a script is a short text");

    private static ScriptFile Wrong(string path, string message) => new(path, null, new Diagnostic(SourcePosition.OfFile(path), message));

    /// <summary>A problem at the byte behind <paramref name="before"/>; columns count characters, as everywhere.</summary>
    private static ScriptFile Wrong(string path, string message, ReadOnlySpan<byte> before)
    {
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new ScriptFile(path, null, new Diagnostic(new SourcePosition(path, line, column), message));
    }
}
