using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// The driver as shipped with the device of the incident (reconstructed; the vendor's source is not public). The records of what is mapped belong to the channel and
/// go with it: a close that overtakes an unmap leaves a region and its object behind that nothing can find.
/// </summary>
internal sealed partial class ShippedTvpDriver<TWord> : ITvpDriver where TWord : unmanaged, IWord<TWord>
{
    private const string File = "tee_tvp.c";

    private static readonly SourceSite ChannelSite = new(File, 94, "tee_tvp_open_channel");
    private static readonly SourceSite MapSite = new(File, 171, "tee_tvp_vdec_input_buf_map");
    private static readonly SourceSite UnmapSite = new(File, 214, "tee_tvp_vdec_input_buf_unmap");

    private static readonly SourceSite ListSite = new(File, 0, "TAILQ_FOREACH");

    private readonly ITeeCore _core;
    private readonly uint _mapsPerChannel;
    private readonly ulong _nextHandle;

    /// <summary>Creates the driver: its list of channels and its next handle are static variables.</summary>
    public ShippedTvpDriver(ITeeCore core, TvpOptions options)
    {
        _core = core;
        _mapsPerChannel = options.MapsPerChannel;
        ulong statics = core.StaticData(Unsafe.SizeOf<TailQueueHead<TWord>>() + sizeof(uint));
        Channels = new TailQueue<TWord>(core.Memory, statics, linkOffset: 0);
        Channels.Init();
        _nextHandle = statics + (ulong)Unsafe.SizeOf<TailQueueHead<TWord>>();
        core.Memory.Write<uint>(_nextHandle) = 1;
    }

    public int ChannelCount
    {
        get
        {
            int count = 0;
            TailQueueWalk<TWord> walk = Walk(Channels);
            for (ulong c = walk.First; c != 0; c = walk.Next(c)) count++;
            return count;
        }
    }

    private TailQueue<TWord> Channels { get; }

    private ref TvpChannel<TWord> Channel(ulong address) => ref _core.Memory.Write<TvpChannel<TWord>>(address);

    private ref TvpMap<TWord> Record(ulong address) => ref _core.Memory.Write<TvpMap<TWord>>(address);

    private TailQueue<TWord> Maps(ulong channel) => new(_core.Memory, channel + (ulong)TvpChannel<TWord>.MapsOffset, linkOffset: 0);

    // A list that damage has bent into a circle is a modelled hang.
    private static TailQueueWalk<TWord> Walk(TailQueue<TWord> list) => list.Walk(ListSite);

    private ulong FindChannel(uint handle)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        ulong channel = walk.First;
        while (channel != 0 && Channel(channel).Handle != handle) channel = walk.Next(channel);
        return channel;
    }

    private static AddressRange RangeOf(in TvpBuffer<TWord> buffer) => new(buffer.Pa.Value, buffer.Size.Value);

    private static bool IsPageAligned(ulong value) => Align.Is(value, Mmu.Pages.SmallPageSize);
}
