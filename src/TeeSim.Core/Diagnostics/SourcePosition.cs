namespace TeeSim.Core.Diagnostics;

/// <summary>A place in an input file, as editors count: lines and columns start at 1.</summary>
/// <param name="File">The file's name as the user gave it.</param>
/// <param name="Line">1 for the first line; 0 when the message is about the file as a whole.</param>
/// <param name="Column">1 for the first character of the line; 0 when the message is about the line as a whole.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>The position of a message about a whole file.</summary>
    public static SourcePosition OfFile(string file) => new(file, 0, 0);

    /// <summary><c>file:line:column</c>, without the parts that are 0; control characters in the file's name are escaped.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => Printable.FileName(File),
        (_, 0) => $"{Printable.FileName(File)}:{Line}",
        _ => $"{Printable.FileName(File)}:{Line}:{Column}",
    };
}
