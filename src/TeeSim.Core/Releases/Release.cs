namespace TeeSim.Core.Releases;

/// <summary>A release of OP-TEE and what is known of its source: where it allocates and where it prints.</summary>
public sealed class Release
{
    private readonly ReleaseTableReader _table;
    private readonly int _index;
    private readonly Lazy<IReadOnlyList<ReleaseSite>> _sites;

    internal Release(ReleaseTableReader table, int index)
    {
        _table = table;
        _index = index;
        Name = table.Releases[index] + ".0";
        // A profile asks for a few dozen sites of one release; only a reader of logs wants all of all.
        _sites = new(() => [.. table.Keys.Select(Find).OfType<ReleaseSite>()]);
    }

    /// <summary>The tag: <c>3.10.0</c>.</summary>
    public string Name { get; }

    /// <summary>The sites whose line is known, in the table's order.</summary>
    public IReadOnlyList<ReleaseSite> Sites => _sites.Value;

    /// <summary>
    /// The site of a key, or null when its line is not known or the release has no such site; <see cref="PresenceOf"/> tells which.
    /// </summary>
    /// <param name="key">One of <see cref="ReleaseTable.Keys"/>.</param>
    /// <exception cref="ArgumentException">The table has no such key.</exception>
    public ReleaseSite? Find(string key) => _table.Row(key).Site(Name, _index);

    /// <summary>Whether a site's line is known, or the release is known not to have it.</summary>
    /// <param name="key">One of <see cref="ReleaseTable.Keys"/>.</param>
    /// <exception cref="ArgumentException">The table has no such key.</exception>
    public SitePresence PresenceOf(string key) => _table.Row(key).PresenceIn(_index);

    /// <summary>The payload of an allocation, or null when not known; the line need not be known.</summary>
    /// <param name="key">One of <see cref="ReleaseTable.Keys"/>.</param>
    /// <exception cref="ArgumentException">The table has no such key.</exception>
    public SiteSize? SizeOf(string key) => _table.Row(key).SizeIn(_index);

    /// <summary>The tag.</summary>
    public override string ToString() => Name;
}
