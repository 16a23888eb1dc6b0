namespace TeeSim.TestSupport;

/// <summary>Finds the project's own files from where a test runs.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The recorded traces whose path below <c>tests/traces</c> matches, ordered: <c>heap</c>, <c>310-ilp32-*</c>.</summary>
    public static IEnumerable<string> Traces(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, "tests", "traces", folder), pattern).Order(StringComparer.Ordinal);

    public static string Trace(string folder, string name) => Path.Combine(Root, "tests", "traces", folder, name);

    /// <summary>The shipped scripts in a folder below <c>scenarios</c>, ordered.</summary>
    public static IEnumerable<string> Scenarios(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, "scenarios", folder), "*.tee").Order(StringComparer.Ordinal);

    public static string Scenario(string name) => Path.Combine(Root, "scenarios", name);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TeeSim.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("TeeSim.sln is in no folder above the tests");
    }
}
