namespace TeeSim.Kernel.Tvp;

/// <summary>The TVP drivers that TeeSim knows.</summary>
public static class TvpDrivers
{
    /// <summary>The driver as shipped comes first.</summary>
    public static IReadOnlyList<ITvpDriverFactory> All { get; } = [new ShippedTvpDriverFactory()];

    /// <summary>The driver of a name, or null.</summary>
    public static ITvpDriverFactory? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
