using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Death;

/// <summary>Creates <see cref="ChannelOfTheDeadStays"/>.</summary>
public sealed class ChannelOfTheDeadStaysFactory()
    : PlantedFactory("channel-of-the-dead-stays", (core, options) => new ChannelOfTheDeadStays(core, options));

/// <summary>The mappings of a client that has died are given back, its channels stay open.</summary>
public sealed class ChannelOfTheDeadStays(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override void SessionEnds(ulong context, ulong session)
    {
        foreach (ulong map in Maps.Elements)
        {
            if (Word(map, Session) == session) Unmap(map);
        }
    }

    public override void ContextEnds(ulong context) => DropMaps(m => Word(m, Context) == context);
}
