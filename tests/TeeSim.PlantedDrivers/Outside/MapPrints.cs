using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="MapPrints"/>.</summary>
public sealed class MapPrintsFactory() : PlantedFactory("map-prints", (core, options) => new MapPrints(core, options));

/// <summary>Right in what it does, but map writes to the console, into the middle of whatever the tool prints there.</summary>
public sealed class MapPrints(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Mapped(ulong map) => Console.WriteLine("mapped");
}
