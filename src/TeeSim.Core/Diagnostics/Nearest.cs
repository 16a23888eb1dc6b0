namespace TeeSim.Core.Diagnostics;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
public static class Nearest
{
    private const int LongestName = 64;

    /// <summary>
    /// The candidate with the smallest edit distance to <paramref name="name"/> (insert, delete, replace, swap of two neighbours),
    /// or null when none is near: at most one edit for names up to three letters, else at most a third of the length.
    /// Ties go to the candidate that comes first.
    /// </summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName) return null;
        string? best = null;
        int bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > LongestName) continue;
            int distance = Distance(name, candidate);
            if (distance < bestDistance) (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c> when something is near, else nothing: to be put behind a sentence.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        To(name, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
