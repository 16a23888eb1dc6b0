namespace TeeSim.Core.Releases;

/// <summary>A site as the table has it: texts by the index of the release; null where the table says nothing.</summary>
internal sealed class SiteRow(string key, SiteKind kind, int releases)
{
    private const string Absent = "-";

    public string Key => key;

    public string? Struct { get; set; }

    public string? Text { get; set; }

    public string?[] Functions { get; } = new string?[releases];

    public string?[] Files { get; } = new string?[releases];

    public string?[] Lines { get; } = new string?[releases];

    public string?[] Sizes { get; } = new string?[releases];

    public SitePresence PresenceIn(int release) => Lines[release] switch
    {
        null => SitePresence.Unknown,
        Absent => SitePresence.Absent,
        _ => SitePresence.Known,
    };

    public SiteSize? SizeIn(int release) => Sizes[release] is { } size ? SiteNotation.Size(size) : null;

    public ReleaseSite? Site(string releaseName, int release)
    {
        if (PresenceIn(release) != SitePresence.Known) return null;
        string file = Files[release] ?? throw new FormatException($"sites.txt: {key} has a line but no file in {releaseName}");
        (int first, int? last) = SiteNotation.Lines(Lines[release]!);
        return new ReleaseSite
        {
            Release = releaseName,
            Key = key,
            Kind = kind,
            Source = new SourceSite(file, first, Functions[release] ?? ""),
            LastLine = last,
            Struct = Struct,
            Size = SizeIn(release),
            Text = Text,
        };
    }
}
