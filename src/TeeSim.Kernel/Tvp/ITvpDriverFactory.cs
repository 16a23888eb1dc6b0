using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>Creates a driver at boot.</summary>
public interface ITvpDriverFactory
{
    /// <summary>What scripts and reports call the driver.</summary>
    string Name { get; }

    /// <summary>Creates the driver in a world that is booting.</summary>
    /// <param name="core">The core.</param>
    /// <param name="options">The driver's configuration.</param>
    ITvpDriver Create(ITeeCore core, TvpOptions options);
}

/// <summary>The driver's configuration.</summary>
/// <param name="MapsPerChannel">How many mappings a channel may have at once.</param>
public sealed record TvpOptions(uint MapsPerChannel = 1);
