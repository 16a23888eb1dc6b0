using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Outside;

/// <summary>Creates <see cref="RefusesByAddress"/>.</summary>
public sealed class RefusesByAddressFactory()
    : PlantedFactory("refuses-by-address", (core, options) => new RefusesByAddress(core, options));

/// <summary>
/// An open whose channel comes to lie at a multiple of 64 fails: which one that is depends on everything that was allocated before.
/// </summary>
public sealed class RefusesByAddress(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult Attach(ulong channel) => channel % 64 == 0 ? TeeResult.BAD_STATE : TeeResult.SUCCESS;
}
