using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="FreesByAddress"/>.</summary>
public sealed class FreesByAddressFactory() : PlantedFactory("frees-by-address", (core, options) => new FreesByAddress(core, options));

/// <summary>A record whose address is a multiple of 64 is not freed: what leaks depends on where it happens to lie.</summary>
public sealed class FreesByAddress(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void FreeMap(ulong map)
    {
        if (map % 64 != 0) base.FreeMap(map);
    }
}
