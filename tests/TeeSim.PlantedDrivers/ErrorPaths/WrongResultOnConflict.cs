using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="WrongResultOnConflict"/>.</summary>
public sealed class WrongResultOnConflictFactory()
    : PlantedFactory("wrong-result-on-conflict", (core, options) => new WrongResultOnConflict(core, options));

/// <summary>An open of what is open already says that there was nothing to be found.</summary>
public sealed class WrongResultOnConflict(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult Conflict(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        return TeeResult.ITEM_NOT_FOUND;
    }
}
