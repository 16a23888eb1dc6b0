using TeeSim.Kernel;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Benchmarks;

/// <summary>The driver as shipped; hands out the core that it is created with.</summary>
internal sealed class CoreOfDriver : IDriverFactory
{
    /// <summary>The core, once a world has booted.</summary>
    public ITeeCore? Core { get; private set; }

    public string Name => DriverCatalog.All[0].Name;

    public IReadOnlyList<EntryPoint> EntryPoints => DriverCatalog.All[0].EntryPoints;

    public IDriver Create(ITeeCore core, DriverSettings settings)
    {
        Core = core;
        return DriverCatalog.All[0].Create(core, settings);
    }
}
