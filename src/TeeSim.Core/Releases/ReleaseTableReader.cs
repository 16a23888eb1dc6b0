using System.Globalization;

namespace TeeSim.Core.Releases;

/// <summary>
/// Reads <c>sites.txt</c>. A site has a value for each run of releases (<c>3.6-3.13 168</c>); releases in no run are unknown, a value of
/// <c>-</c> says that there is none.
/// </summary>
internal sealed class ReleaseTableReader
{
    private readonly List<string> _releases = [];
    private readonly List<SiteRow> _rows = [];

    /// <exception cref="FormatException">The text breaks the notation; the message names the line.</exception>
    public ReleaseTableReader(string text)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] == '#') continue;
            int space = line.IndexOf(' ');
            if (space < 0) throw Bad(number, "found a word without a value");
            Read(line[..space].ToString(), line[(space + 1)..].Trim().ToString(), number);
        }
    }

    /// <summary>Short names, oldest first: <c>3.10</c>.</summary>
    public IReadOnlyList<string> Releases => _releases;

    /// <summary>The sites' keys, in the table's order.</summary>
    public IReadOnlyList<string> Keys => [.. _rows.Select(r => r.Key)];

    /// <summary>A site in all releases.</summary>
    /// <exception cref="ArgumentException">The table has no such key.</exception>
    public SiteRow Row(string key) =>
        _rows.Find(r => r.Key == key) ?? throw new ArgumentException($"the table has no site '{key}'", nameof(key));

    private void Read(string word, string value, int number)
    {
        switch (word)
        {
            case "releases":
                _releases.AddRange(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case "allocation" or "message":
                if (_rows.Exists(r => r.Key == value)) throw Bad(number, $"found '{value}' a second time");
                _rows.Add(new SiteRow(value, word == "message" ? SiteKind.Message : SiteKind.Allocation, _releases.Count));
                break;
            case "struct":
                LastRow(number).Struct = value;
                break;
            case "text":
                LastRow(number).Text = value;
                break;
            case "function":
                ReadRuns(value, LastRow(number).Functions, number);
                break;
            case "file":
                ReadRuns(value, LastRow(number).Files, number);
                break;
            case "line":
                ReadRuns(value, LastRow(number).Lines, number);
                break;
            case "size":
                ReadRuns(value, LastRow(number).Sizes, number);
                break;
            default:
                throw Bad(number, $"found the unknown word '{word}'");
        }
    }

    private SiteRow LastRow(int number) => _rows is [.., var last] ? last : throw Bad(number, "found a value in front of the first site");

    private void ReadRuns(string text, string?[] values, int number)
    {
        foreach (string run in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int space = run.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0) throw Bad(number, $"found the run '{run}' without a value");
            string[] ends = run[..space].Split('-');
            int first = _releases.IndexOf(ends[0]);
            int last = _releases.IndexOf(ends[^1]);
            if (first < 0 || last < first || ends.Length > 2) throw Bad(number, $"found the releases '{run[..space]}'");
            for (int i = first; i <= last; i++)
            {
                if (values[i] is not null) throw Bad(number, $"found a second value for {_releases[i]}");
                values[i] = run[(space + 1)..].Trim();
            }
        }
    }

    private static FormatException Bad(int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"sites.txt:{line}: {what}"));
}
