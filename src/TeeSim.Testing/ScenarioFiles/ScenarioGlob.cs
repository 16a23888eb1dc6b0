namespace TeeSim.Testing.ScenarioFiles;

/// <summary>Finds the files that a path with wildcards stands for.</summary>
internal static class ScenarioGlob
{
    private const string AnyFolders = "/**";

    /// <summary>
    /// The files, as paths relative to a folder, in ordinal order. A path without wildcards, and one that no
    /// file matches, stands for itself.
    /// </summary>
    public static IReadOnlyList<string> Files(string root, string path)
    {
        if (!HasWildcards(path)) return [path];
        int slash = path.LastIndexOf('/');
        string folder = slash < 0 ? "" : path[..slash];
        bool isDeep = folder == "**" || folder.EndsWith(AnyFolders, StringComparison.Ordinal);
        if (isDeep) folder = folder[..Math.Max(0, folder.Length - AnyFolders.Length)];
        string full = Path.Combine(root, folder);
        if (HasWildcards(folder) || !Directory.Exists(full)) return [path];
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = isDeep,
            MatchCasing = MatchCasing.CaseSensitive,
            MatchType = MatchType.Simple,
        };
        string[] files = [.. Directory.EnumerateFiles(full, path[(slash + 1)..], options)
            .Select(f => Path.GetRelativePath(root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
        return files.Length == 0 ? [path] : files;
    }

    /// <summary>Whether a path is more than the name of one file.</summary>
    public static bool HasWildcards(string path) => path.AsSpan().ContainsAny('*', '?');
}
