using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.UseAfterFree;

/// <summary>Creates <see cref="ChannelUsedAfterFree"/>.</summary>
public sealed class ChannelUsedAfterFreeFactory()
    : PlantedFactory("channel-used-after-free", (core, options) => new ChannelUsedAfterFree(core, options));

/// <summary>Close prints the channel's number behind freeing it.</summary>
public sealed class ChannelUsedAfterFree(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Close(ulong channel)
    {
        base.Close(channel);
        Core.Emsg(new SourceSite("planted.c", 60, "close_channel"), $"channel {Word(channel, Handle)} is closed");
    }
}
