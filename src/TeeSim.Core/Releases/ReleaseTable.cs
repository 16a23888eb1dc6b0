namespace TeeSim.Core.Releases;

/// <summary>
/// Call sites, sizes and positions of log lines of OP-TEE's releases, 3.2.0 to 4.10.0 (<c>sites.txt</c>). What the specification does not
/// state is unknown here, never guessed.
/// </summary>
public static class ReleaseTable
{
    private static readonly ReleaseTableReader Table = Read();

    /// <summary>The releases, oldest first.</summary>
    public static IReadOnlyList<Release> All { get; } = ReleasesOf(Table);

    /// <summary>What the table calls its sites, in its order.</summary>
    public static IReadOnlyList<string> Keys { get; } = Table.Keys;

    /// <summary>Reads another table in the notation of <c>sites.txt</c>: that of a vendor's tree.</summary>
    /// <param name="text">The table.</param>
    /// <returns>Its releases, in its order.</returns>
    /// <exception cref="FormatException">The text breaks the notation; the message names the line.</exception>
    public static IReadOnlyList<Release> Parse(string text) => ReleasesOf(new ReleaseTableReader(text));

    /// <summary>The release of a tag (<c>3.10.0</c>, or short <c>3.10</c>), or null.</summary>
    public static Release? Find(string name) =>
        All.FirstOrDefault(r => r.Name == name || r.Name == name + ".0");

    /// <summary>The release of a tag that must be there.</summary>
    /// <exception cref="ArgumentException">The table has no such release.</exception>
    public static Release Get(string name) => Find(name) ?? throw new ArgumentException($"the table has no release '{name}'", nameof(name));

    /// <summary>The sites of all releases that a buffer or line in a log may come from.</summary>
    /// <param name="file">The file as the log has it, with any number of folders in front.</param>
    /// <param name="line">The line.</param>
    /// <param name="size">The buffer's payload bytes; null for lines of the log, or when not known.</param>
    /// <param name="mostShift">How many lines a vendor's edits may have moved the site, up or down.</param>
    /// <returns>The smallest shift first, sizes that are known to fit first among those, then the table's order.</returns>
    public static IReadOnlyList<SiteCandidate> Candidates(string file, int line, ulong? size = null, int mostShift = 0)
    {
        var candidates = new List<SiteCandidate>();
        foreach (Release release in All)
        {
            foreach (ReleaseSite site in release.Sites)
            {
                int distance = site.Distance(line);
                if (distance > mostShift || !IsSameFile(site.Source.File, file)) continue;
                SizeFit fit = size is { } bytes && site.Size is { } known ? known.Fit(bytes) : SizeFit.Unknown;
                if (fit != SizeFit.No) candidates.Add(new SiteCandidate(site, line < site.Source.Line ? -distance : distance, fit));
            }
        }

        return [.. candidates.OrderBy(c => Math.Abs(c.Shift)).ThenByDescending(c => c.Fit)];
    }

    private static IReadOnlyList<Release> ReleasesOf(ReleaseTableReader table) =>
        [.. table.Releases.Select((_, i) => new Release(table, i))];

    // Builds differ in how much of the path they record.
    private static bool IsSameFile(string known, string recorded) =>
        known == recorded || EndsWithName(known, recorded) || EndsWithName(recorded, known);

    private static bool EndsWithName(string path, string end) =>
        path.Length > end.Length && path[^(end.Length + 1)] == '/' && path.EndsWith(end, StringComparison.Ordinal);

    private static ReleaseTableReader Read()
    {
        using Stream stream = typeof(ReleaseTable).Assembly.GetManifestResourceStream("TeeSim.Core.Releases.sites.txt")
            ?? throw new InvalidOperationException("the table of releases is not embedded");
        using var reader = new StreamReader(stream);
        return new ReleaseTableReader(reader.ReadToEnd());
    }
}
