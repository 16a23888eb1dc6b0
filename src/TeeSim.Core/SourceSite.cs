namespace TeeSim.Core;

/// <summary>
/// A place in OP-TEE's source: where an allocation is made, a check stands or a line is printed. Line numbers belong to one release.
/// </summary>
/// <param name="File">Path in the OP-TEE tree.</param>
/// <param name="Line">Line number in the modelled release; 0 where the specification names none.</param>
/// <param name="Function">The C function.</param>
public readonly record struct SourceSite(string File, int Line, string Function)
{
    /// <summary><c>file:line &lt;function&gt;</c>, as the panic line prints it.</summary>
    public override string ToString() => $"{File}:{Line} <{Function}>";

    /// <summary>The file's name without its folders, and the line: the form in which traces record a panic.</summary>
    public string ShortForm => $"{File[(File.LastIndexOf('/') + 1)..]}:{Line}";
}
