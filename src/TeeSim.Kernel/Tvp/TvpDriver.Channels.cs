using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;

namespace TeeSim.Kernel.Tvp;

internal abstract partial class TvpDriver<TWord>
{
    /// <summary>Bytes of a channel, which starts with a <see cref="TvpChannel{TWord}"/>.</summary>
    protected virtual int ChannelSize => Unsafe.SizeOf<TvpChannel<TWord>>();

    /// <summary>Where channels are allocated.</summary>
    protected virtual SourceSite ChannelSite { get; } = new(File, 94, "tee_tvp_open_channel");

    /// <summary>Whether a channel is still open; one that is not is there for its mappings' sake only.</summary>
    protected virtual bool IsOpen(ulong channel) => true;

    /// <summary>Fills in what a fix keeps beyond a <see cref="TvpChannel{TWord}"/>.</summary>
    protected virtual void Opened(ulong channel)
    {
        // Nothing more.
    }

    /// <summary>Closes an open channel: its records go, after <see cref="Abandon"/>.</summary>
    protected virtual TeeResult Close(ulong channel)
    {
        TailQueueWalk<TWord> walk = Walk(Maps(channel));
        for (ulong record = walk.First; record != 0;)
        {
            ulong next = walk.Next(record);
            Abandon(record);
            Core.Free(record);
            record = next;
        }

        FreeChannel(channel);
        return TeeResult.SUCCESS;
    }

    /// <summary>What a close does to a mapping that is still live, before its record goes.</summary>
    protected virtual void Abandon(ulong record)
    {
        // Nothing: the defect of the incident.
    }

    /// <summary>Takes a channel without records out of the list, and frees it.</summary>
    protected void FreeChannel(ulong channel)
    {
        Channels.Remove(channel);
        Core.Free(channel);
    }

    public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        if (request.Input.Size == 0 || request.Outputs.Count > TvpOutputs<TWord>.Most) return TeeResult.BAD_PARAMETERS;
        if (!IsUsable(request.Input) || !request.Outputs.All(IsUsable)) return TeeResult.BAD_PARAMETERS;
        TailQueueWalk<TWord> walk = Walk(Channels);
        for (ulong c = walk.First; c != 0; c = walk.Next(c))
        {
            if (IsOpen(c) && RangeOf(Channel(c).Input).Overlaps(request.Input)) return TeeResult.ACCESS_CONFLICT;
        }

        ulong channel = Core.Calloc((ulong)ChannelSize, ChannelSite);
        if (channel == 0) return TeeResult.OUT_OF_MEMORY;
        handle = TakeHandle();
        ref TvpChannel<TWord> c2 = ref Channel(channel);
        c2.Handle = handle;
        c2.Config = request.Config;
        Store(ref c2.Input, request.Input);
        for (int i = 0; i < request.Outputs.Count; i++) Store(ref c2.Outputs[i], request.Outputs[i]);
        c2.BoundTa = request.BoundTa ?? Core.UuidOf(Core.CurrentContext);
        Opened(channel);
        Maps(channel).Init();
        Channels.InsertTail(channel);
        return TeeResult.SUCCESS;
    }

    public TeeResult BindChannel(uint handle, Guid ta)
    {
        ulong channel = FindChannel(handle);
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        if (Channel(channel).MapCount != 0) return TeeResult.BUSY;
        Channel(channel).BoundTa = ta;
        return TeeResult.SUCCESS;
    }

    public TeeResult CloseChannel(uint handle)
    {
        ulong channel = FindChannel(handle);
        return channel == 0 ? TeeResult.ITEM_NOT_FOUND : Close(channel);
    }

    private bool IsUsable(AddressRange buffer) =>
        IsPageAligned(buffer.Start | buffer.Size) && Core.VdecPool.Contains(buffer.Start, buffer.Size);

    private static void Store(ref TvpBuffer<TWord> buffer, AddressRange range)
    {
        buffer.Pa = TWord.From(range.Start);
        buffer.Size = TWord.From(range.Size);
    }

    // Handles are not used again until the counter wraps; then those that are still open are passed over, and 0 is.
    private uint TakeHandle()
    {
        ref uint next = ref Core.Memory.Write<uint>(_nextHandle);
        while (next == 0 || FindChannel(next) != 0) next++;
        return next++;
    }
}
