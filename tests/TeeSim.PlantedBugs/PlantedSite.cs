namespace TeeSim.PlantedBugs;

/// <summary>Where a buffer is allocated. Lines of the core belong to a release, those of the drivers do not.</summary>
/// <param name="Arm32">File and line on <see cref="PlantedScripts.Arm32"/>.</param>
/// <param name="Arm64">File and line on <see cref="PlantedScripts.Arm64"/>.</param>
public sealed record PlantedSite(string Arm32, string Arm64)
{
    /// <summary>A place in a driver's own source.</summary>
    public PlantedSite(string driver)
        : this(driver, driver)
    {
    }

    /// <summary>File and line on a target.</summary>
    public string On(string target) => target == PlantedScripts.Arm64 ? Arm64 : Arm32;
}
