using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Death;

/// <summary>Creates <see cref="MapsStayUntilTheTaGoes"/>.</summary>
public sealed class MapsStayUntilTheTaGoesFactory()
    : PlantedFactory("maps-stay-until-the-ta-goes", (core, options) => new MapsStayUntilTheTaGoes(core, options));

/// <summary>
/// The mappings of a session are its own and go only with the TA: those of a dead client stay for as long as others use the TA.
/// </summary>
public sealed class MapsStayUntilTheTaGoes(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override void SessionEnds(ulong context, ulong session) => DropChannels(c => Word(c, ChannelSession) == session);

    protected override ulong FindMap(ulong pa, ulong size) =>
        Maps.Elements.FirstOrDefault(m => Word(m, Pa) == pa && Word(m, Size) == size && Word(m, Session) == Core.CurrentSession);
}
