using TeeSim.Kernel.Crypto;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.Kernel;

/// <summary>The drivers that TeeSim knows.</summary>
public static class DriverCatalog
{
    /// <summary>
    /// The TVP driver as shipped, which is the default, then the fixes of it that people would try; then the crypto drivers.
    /// </summary>
    public static IReadOnlyList<IDriverFactory> All { get; } = [.. TvpDrivers.All, .. CryptoDrivers.All];

    /// <summary>The driver of a name, or null.</summary>
    public static IDriverFactory? Find(string name) => All.FirstOrDefault(d => d.Name == name);
}
