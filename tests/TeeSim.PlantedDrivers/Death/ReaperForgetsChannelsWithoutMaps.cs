using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Death;

/// <summary>Creates <see cref="ReaperForgetsChannelsWithoutMaps"/>.</summary>
public sealed class ReaperForgetsChannelsWithoutMapsFactory()
    : PlantedFactory("reaper-forgets-channels-without-maps", (core, options) => new ReaperForgetsChannelsWithoutMaps(core, options));

/// <summary>The end of a session closes the channels that its mappings lead to; one without a mapping is not found.</summary>
public sealed class ReaperForgetsChannelsWithoutMaps(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override void SessionEnds(ulong context, ulong session)
    {
        foreach (ulong map in Maps.Elements)
        {
            if (Word(map, Session) != session) continue;
            DropChannels(c => Word(c, ChannelSession) == session && Word(c, Handle) == Word(map, MapHandle));
            Unmap(map);
        }
    }

    public override void ContextEnds(ulong context) => DropMaps(m => Word(m, Context) == context);
}
