using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.UseAfterFree;

/// <summary>Creates <see cref="LastRecordUsedInClose"/>.</summary>
public sealed class LastRecordUsedInCloseFactory()
    : PlantedFactory("last-record-used-in-close", (core, options) => new LastRecordUsedInClose(core, options));

/// <summary>A channel points to the record that was made last, unmap frees that, and close still reads it.</summary>
public sealed class LastRecordUsedInClose(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Mapped(ulong map) => SetWord(Find((uint)Word(map, MapHandle)), ChannelPrivate, map);

    protected override void Close(ulong channel)
    {
        if (Word(channel, ChannelPrivate) is var last and not 0)
            Core.Emsg(new SourceSite("planted.c", 60, "close_channel"), $"mapped last: 0x{Word(last, Pa):x}");
        base.Close(channel);
    }
}
