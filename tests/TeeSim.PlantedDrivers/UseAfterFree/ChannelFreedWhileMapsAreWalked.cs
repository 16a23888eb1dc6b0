using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.UseAfterFree;

/// <summary>Creates <see cref="ChannelFreedWhileMapsAreWalked"/>.</summary>
public sealed class ChannelFreedWhileMapsAreWalkedFactory()
    : PlantedFactory("channel-freed-while-maps-are-walked", (core, options) => new ChannelFreedWhileMapsAreWalked(core, options));

/// <summary>
/// Close frees the channel and then compares every record with its handle, so it is wrong only when something is still mapped.
/// </summary>
public sealed class ChannelFreedWhileMapsAreWalked(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Close(ulong channel)
    {
        IEnumerable<ulong> maps = MapsOf(channel);
        base.Close(channel);
        foreach (ulong map in maps) SetWord(map, MapHandle, 0);
    }
}
