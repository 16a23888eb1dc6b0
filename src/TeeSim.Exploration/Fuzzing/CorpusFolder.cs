using System.Globalization;
using TeeSim.Core.Diagnostics;
using TeeSim.Kernel.Drivers;
using TeeSim.Scenarios.Setup;

namespace TeeSim.Exploration.Fuzzing;

/// <summary>
/// A folder of scripts: what fuzzing starts from, and where it keeps what it finds. Its files are read like any input, whoever wrote them.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class CorpusFolder(string path)
{
    private const string Ending = ".tee";
    private const int MostScripts = 1_000;
    private const int MostOfOneName = 1_000;

    /// <summary>Creates the folder if it is not there.</summary>
    /// <returns>Why it can't be used; null on success.</returns>
    public Diagnostic? Create()
    {
        try
        {
            Directory.CreateDirectory(path);
            return null;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return Wrong(path, $"the folder cannot be used: {Printable.Escape(e.Message)}");
        }
    }

    /// <summary>The scripts in it by name; what can't be one is skipped.</summary>
    /// <param name="diagnostics">The first thing that is wrong with each script that was skipped.</param>
    /// <param name="driver">The driver that stands in the place of the one that a script names; null for that one.</param>
    public IReadOnlyList<Scenario> Load(out IReadOnlyList<Diagnostic> diagnostics, IDriverFactory? driver = null)
    {
        var scenarios = new List<Scenario>();
        var wrong = new List<Diagnostic>();
        diagnostics = wrong;
        string[] files = Files(wrong);
        foreach (string file in files.Take(MostScripts))
        {
            if (Scenario.Load(file, out IReadOnlyList<Diagnostic> problems, driver: driver) is { } scenario) scenarios.Add(scenario);
            else wrong.Add(problems[0]);
        }

        if (files.Length > MostScripts)
        {
            wrong.Add(Wrong(path, string.Create(
                CultureInfo.InvariantCulture, $"the folder holds {files.Length} scripts; the first {MostScripts} by name are used")));
        }
        return scenarios;
    }

    /// <summary>Keeps a script. A file of another content is never overwritten: then the name gets a number.</summary>
    /// <param name="name">What to call it, without an ending.</param>
    /// <param name="text">The script.</param>
    /// <param name="problem">Why it can't be kept; null on success.</param>
    /// <returns>The file; null when it can't be kept.</returns>
    public string? Keep(string name, string text, out Diagnostic? problem)
    {
        string file = path;
        try
        {
            for (int number = 1; number <= MostOfOneName; number++)
            {
                file = Path.Combine(
                    path, number == 1 ? name + Ending : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}{Ending}"));
                problem = null;
                if (TryWrite(file, text)) return file;
            }

            problem = Wrong(file, "there are too many scripts of this name; move some away");
        }
        catch (Exception e) when (IsOfFile(e))
        {
            problem = Wrong(file, $"the script cannot be written: {Printable.Escape(e.Message)}");
        }

        return null;
    }

    // False when something else is there.
    private static bool TryWrite(string file, string text)
    {
        if (Path.Exists(file)) return new FileInfo(file) is { Exists: true, Length: < 1 << 20 } && File.ReadAllText(file) == text;
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return true;
    }

    private string[] Files(List<Diagnostic> wrong)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path, $"*{Ending}").Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (IsOfFile(e))
        {
            wrong.Add(Wrong(path, $"the folder cannot be read: {Printable.Escape(e.Message)}"));
            return [];
        }
    }

    private static bool IsOfFile(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static Diagnostic Wrong(string file, string message) => new(SourcePosition.OfFile(file), message);
}
