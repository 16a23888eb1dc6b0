using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="DataPerChannel"/>.</summary>
public sealed class DataPerChannelFactory() : PlantedFactory("data-per-channel", (core, options) => new DataPerChannel(core, options));

/// <summary>Right: each channel has a buffer of its own and points to it.</summary>
public class DataPerChannel(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    /// <summary>Bytes of the buffer.</summary>
    protected const uint Bytes = 32;

    private static readonly SourceSite DataSite = new("planted.c", 48, "open_channel");

    protected override TeeResult Attach(ulong channel)
    {
        ulong data = Core.Calloc(Bytes, DataSite);
        if (data == 0) return TeeResult.OUT_OF_MEMORY;
        SetWord(channel, ChannelPrivate, Hide(data));
        return TeeResult.SUCCESS;
    }

    protected override void Detach(ulong channel) => Core.Free(Reveal(Word(channel, ChannelPrivate)));

    /// <summary>What a pointer is written as.</summary>
    protected virtual ulong Hide(ulong pointer) => pointer;

    /// <summary>The pointer again.</summary>
    protected virtual ulong Reveal(ulong word) => word;
}
