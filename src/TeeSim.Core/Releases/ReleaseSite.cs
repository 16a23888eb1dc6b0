namespace TeeSim.Core.Releases;

/// <summary>An allocation or a line of the log in the source of one release.</summary>
public sealed record ReleaseSite
{
    /// <summary>The release: <c>3.10.0</c>.</summary>
    public required string Release { get; init; }

    /// <summary>What the table calls it in all releases: <c>mobj_phys_alloc</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What happens there.</summary>
    public required SiteKind Kind { get; init; }

    /// <summary>
    /// File, first line and function. The file is a bare name where its folder is not known; the function is empty where it is not.
    /// </summary>
    public required SourceSite Source { get; init; }

    /// <summary>
    /// The last line of a call that is spread over several: some compilers record the first, others the last.
    /// Null when only the first is known.
    /// </summary>
    public required int? LastLine { get; init; }

    /// <summary>The C struct that is allocated, or null.</summary>
    public string? Struct { get; init; }

    /// <summary>Payload bytes of the allocation; null when they are not known for this release, and for lines of the log.</summary>
    public SiteSize? Size { get; init; }

    /// <summary>How the printed line starts; null for allocations.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The place as a compiler records it that takes the call's last line (clang, older GCC) in place of its first (newer GCC).
    /// </summary>
    public SourceSite SourceWithLastLine => Source with { Line = LastLine ?? Source.Line };

    /// <summary>How many lines away from the call a recorded line is; 0 inside of it.</summary>
    internal int Distance(int line)
    {
        if (line < Source.Line) return Source.Line - line;
        int last = LastLine ?? Source.Line;
        return line > last ? line - last : 0;
    }
}

/// <summary>What happens at a site.</summary>
public enum SiteKind
{
    /// <summary>Memory is allocated.</summary>
    Allocation,

    /// <summary>A line of the log is printed.</summary>
    Message,
}

/// <summary>What is known of a site in a release.</summary>
public enum SitePresence
{
    /// <summary>Nothing.</summary>
    Unknown,

    /// <summary>Its line.</summary>
    Known,

    /// <summary>That the release has none.</summary>
    Absent,
}
