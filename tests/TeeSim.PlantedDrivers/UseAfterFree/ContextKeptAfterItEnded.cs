using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.UseAfterFree;

/// <summary>Creates <see cref="ContextKeptAfterItEnded"/>.</summary>
public sealed class ContextKeptAfterItEndedFactory()
    : PlantedFactory("context-kept-after-it-ended", (core, options) => new ContextKeptAfterItEnded(core, options));

/// <summary>
/// The context that has mapped last is remembered in a static variable, and close asks for its UUID, also when its TA has gone.
/// </summary>
public sealed class ContextKeptAfterItEnded(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    private readonly ulong _last = core.StaticData(core.WordSize);

    protected override void Mapped(ulong map) => SetWord(_last, 0, Core.CurrentContext);

    protected override void Close(ulong channel)
    {
        if (Word(_last, 0) is var context and not 0)
            Core.Emsg(new SourceSite("planted.c", 60, "close_channel"), $"mapped last by {Core.UuidOf(context)}");
        base.Close(channel);
    }
}
