using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Handles;

/// <summary>Creates <see cref="HandleUsedAgain"/>.</summary>
public sealed class HandleUsedAgainFactory() : PlantedFactory("handle-used-again", (core, options) => new HandleUsedAgain(core, options));

/// <summary>A new channel gets the lowest free handle, so that whoever closes an old one a second time closes another client's.</summary>
public sealed class HandleUsedAgain(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override uint TakeHandle()
    {
        uint handle = 1;
        while (Find(handle) != 0) handle++;
        return handle <= MostChannels ? handle : 0;
    }
}
