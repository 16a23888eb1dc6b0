using System.Globalization;
using TeeSim.TestSupport;

namespace TeeSim.Core.Tests;

/// <summary>The formatter does not look at <c>max_line_length</c>, so somebody else must.</summary>
public class LineLengthTests
{
    private static readonly string[] Folders = ["src", "tests", "benchmarks", "samples"];

    [Fact]
    public void No_line_of_the_source_is_longer_than_editorconfig_says()
    {
        int most = MaxLineLength();
        string[] files = [.. Folders.SelectMany(SourcesIn).Order(StringComparer.Ordinal)];

        files.ShouldNotBeEmpty();
        files.SelectMany(file => LinesAbove(most, file)).ShouldBeEmpty();
    }

    private static int MaxLineLength()
    {
        const string Key = "max_line_length = ";
        string line = File.ReadLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Single(l => l.StartsWith(Key, StringComparison.Ordinal));
        return int.Parse(line[Key.Length..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> LinesAbove(int most, string file) => File.ReadLines(file)
        .Select((line, i) => (line.Length, Number: i + 1))
        .Where(line => line.Length > most)
        .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {line.Length} columns");
}
