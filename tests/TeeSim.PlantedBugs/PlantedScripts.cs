namespace TeeSim.PlantedBugs;

/// <summary>The scripts that show the bugs.</summary>
public static class PlantedScripts
{
    /// <summary>The target that the scripts name: 32-bit, the device of the incident.</summary>
    public const string Arm32 = "amlogic-3.9-arm32";

    /// <summary>A 64-bit target, of the newest release.</summary>
    public const string Arm64 = "optee-4.10-arm64";

    private const string Extension = ".tee";

    /// <summary>The names of all scripts.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(PlantedScripts).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(Extension, StringComparison.Ordinal))
            .Select(n => n[..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a script.</summary>
    /// <param name="name">Its name, without <c>.tee</c>.</param>
    /// <param name="target">The target that it is to run on.</param>
    public static string Read(string name, string target = Arm32)
    {
        using Stream stream = typeof(PlantedScripts).Assembly.GetManifestResourceStream(name + Extension)
            ?? throw new ArgumentException($"there is no script '{name}'", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace(Arm32, target, StringComparison.Ordinal);
    }
}
