using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="SuccessWhenMapFails"/>.</summary>
public sealed class SuccessWhenMapFailsFactory()
    : PlantedFactory("success-when-map-fails", (core, options) => new SuccessWhenMapFails(core, options));

/// <summary>
/// A map that fails gives everything back and loses its result on the way: the client is told an address of 0, and SUCCESS.
/// </summary>
public sealed class SuccessWhenMapFails(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapFails(ulong map, TeeResult result)
    {
        FreeMap(map);
        return TeeResult.SUCCESS;
    }
}
