using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>Creates a TVP driver at boot. What it offers is the same for all of them, <see cref="TvpEntryPoints"/>.</summary>
public interface ITvpDriverFactory : IDriverFactory
{
    IReadOnlyList<EntryPoint> IDriverFactory.EntryPoints => TvpEntryPoints.All;

    IReadOnlyList<DriverSetting> IDriverFactory.Settings => TvpOptions.Settings;

    /// <summary>Creates the driver in a world that is booting.</summary>
    /// <param name="core">The core.</param>
    /// <param name="options">The driver's configuration.</param>
    ITvpDriver Create(ITeeCore core, TvpOptions options);

    IDriver IDriverFactory.Create(ITeeCore core, DriverSettings settings) => new TvpEntries(Create(core, TvpOptions.Of(settings)));
}
