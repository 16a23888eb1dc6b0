using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Death;

/// <summary>Creates <see cref="RecordsOfTheDeadStay"/>.</summary>
public sealed class RecordsOfTheDeadStayFactory()
    : PlantedFactory("records-of-the-dead-stay", (core, options) => new RecordsOfTheDeadStay(core, options));

/// <summary>
/// Nothing is done about the mappings of a client that has died: with its TA the regions go, but the records stay in the list.
/// </summary>
public sealed class RecordsOfTheDeadStay(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override void SessionEnds(ulong context, ulong session) => DropChannels(c => Word(c, ChannelSession) == session);

    public override void ContextEnds(ulong context) => DropChannels(c => Word(c, ChannelContext) == context);
}
