using System.Collections;
using System.Globalization;

namespace TeeSim.Testing;

/// <summary>
/// Call sites whose allocations an assertion passes over, because they are known to stay or to grow: <c>file.c:151</c>, with as many of its
/// folders in front as tell it from others, <c>core/arch/arm/mm/mobj.c:168</c>. Line numbers belong to one release.
/// </summary>
public sealed class Suppressions : IEnumerable<string>
{
    private readonly List<string> _sites = [];

    /// <summary>Suppresses call sites.</summary>
    /// <param name="sites">Each a file, a colon and a line.</param>
    /// <exception cref="ArgumentException">One is something else.</exception>
    public Suppressions(params IEnumerable<string> sites)
    {
        foreach (string site in sites) _sites.Add(Checked(site));
    }

    /// <summary>Suppresses nothing.</summary>
    public static Suppressions None { get; } = new();

    /// <summary>Whether a call site is suppressed.</summary>
    /// <param name="site">The call site with all of its folders, as reports name it.</param>
    public bool Suppress(string site) =>
        _sites.Exists(
            s => site.EndsWith(s, StringComparison.Ordinal) && (site.Length == s.Length || site[site.Length - s.Length - 1] == '/'));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _sites.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A suppression that can match nothing would look like one that does.
    private static string Checked(string site)
    {
        int colon = site.LastIndexOf(':');
        bool isSite = colon > 0 && int.TryParse(site.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && !site.Contains('\\', StringComparison.Ordinal);
        return isSite
            ? site
            : throw new ArgumentException(
                $"found '{site}' where a call site is expected, such as file.c:151 or core/arch/arm/mm/mobj.c:168", nameof(site));
    }
}
