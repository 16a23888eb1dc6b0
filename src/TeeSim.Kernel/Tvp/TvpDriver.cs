using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// What the driver as shipped and the fixes of it have in common: channels, each with the records of what is mapped of its input. They
/// differ in what closing a channel does to the records that are left, and in who else may give a mapping back.
/// </summary>
internal abstract partial class TvpDriver<TWord> : ITvpDriver where TWord : unmanaged, IWord<TWord>
{
    /// <summary>The driver's source file.</summary>
    protected const string File = "tee_tvp.c";

    private static readonly SourceSite UnmapSite = new(File, 214, "tee_tvp_vdec_input_buf_unmap");

    private static readonly SourceSite ListSite = new(File, 0, "TAILQ_FOREACH");

    private readonly uint _mapsPerChannel;
    private readonly ulong _nextHandle;

    /// <summary>Creates the driver: its list of channels and its next handle are static variables.</summary>
    protected TvpDriver(ITeeCore core, TvpOptions options)
    {
        Core = core;
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

    public virtual void SessionEnds(ulong context, ulong session)
    {
        // Most of the drivers do not know who opened or mapped what.
    }

    public virtual void ContextEnds(ulong context)
    {
        // The core drops the context's regions; the records of them stay.
    }

    /// <summary>The core.</summary>
    protected ITeeCore Core { get; }

    /// <summary>All channels, the oldest first.</summary>
    protected TailQueue<TWord> Channels { get; }

    /// <summary>A channel.</summary>
    protected ref TvpChannel<TWord> Channel(ulong address) => ref Core.Memory.Write<TvpChannel<TWord>>(address);

    /// <summary>A mapping's record.</summary>
    protected ref TvpMap<TWord> Record(ulong address) => ref Core.Memory.Write<TvpMap<TWord>>(address);

    /// <summary>A channel's records, the oldest first.</summary>
    protected TailQueue<TWord> Maps(ulong channel) => new(Core.Memory, channel + (ulong)TvpChannel<TWord>.MapsOffset, linkOffset: 0);

    /// <summary>Walks a list; one that damage has bent into a circle is a modelled hang.</summary>
    protected static TailQueueWalk<TWord> Walk(TailQueue<TWord> list) => list.Walk(ListSite);

    private ulong FindChannel(uint handle)
    {
        TailQueueWalk<TWord> walk = Walk(Channels);
        ulong channel = walk.First;
        while (channel != 0 && !(Channel(channel).Handle == handle && IsOpen(channel))) channel = walk.Next(channel);
        return channel;
    }

    private static AddressRange RangeOf(in TvpBuffer<TWord> buffer) => new(buffer.Pa.Value, buffer.Size.Value);

    private static bool IsPageAligned(ulong value) => Align.Is(value, Mmu.Pages.SmallPageSize);
}
