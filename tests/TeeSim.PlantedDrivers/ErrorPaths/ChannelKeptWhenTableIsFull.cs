using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="ChannelKeptWhenTableIsFull"/>.</summary>
public sealed class ChannelKeptWhenTableIsFullFactory()
    : PlantedFactory("channel-kept-when-table-is-full", (core, options) => new ChannelKeptWhenTableIsFull(core, options));

/// <summary>An open that finds no free handle returns without giving the channel back.</summary>
public sealed class ChannelKeptWhenTableIsFull(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void OpenFails(ulong channel, TeeResult result)
    {
        if (result != TableIsFull) base.OpenFails(channel, result);
    }
}
