using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers;

/// <summary>
/// Creates one of the drivers. Each has a factory type of its own, so that the assembly can be loaded like any other with drivers in it.
/// </summary>
/// <param name="name">What scripts and reports call the driver: its bug.</param>
/// <param name="create">Makes it.</param>
public abstract class PlantedFactory(string name, Func<ITeeCore, TvpOptions, ITvpDriver> create) : ITvpDriverFactory
{
    public string Name => name;

    public ITvpDriver Create(ITeeCore core, TvpOptions options) => create(core, options);

    public override string ToString() => name;
}
