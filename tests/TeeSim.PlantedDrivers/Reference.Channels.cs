using TeeSim.Core;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers;

public partial class Reference
{
    private static readonly SourceSite OpenSite = new("planted.c", 40, "open_channel");

    public virtual TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        if (!IsUsable(request.Input)) return TeeResult.BAD_PARAMETERS;
        Core.MutexLock(Mutex);
        TeeResult result = OverlappingWith(request.Input).Any() ? Conflict(request, out handle) : New(request, out handle);
        Core.MutexUnlock(Mutex);
        return result;
    }

    public virtual TeeResult BindChannel(uint handle, Guid ta)
    {
        ulong channel = Find(handle);
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        if (MapsOf(channel).Any()) return TeeResult.BUSY;
        SetUuid(channel, ta);
        return TeeResult.SUCCESS;
    }

    public virtual TeeResult CloseChannel(uint handle)
    {
        Core.MutexLock(Mutex);
        ulong channel = Find(handle);
        if (channel != 0) Close(channel);
        Core.MutexUnlock(Mutex);
        return channel == 0 ? TeeResult.ITEM_NOT_FOUND : TeeResult.SUCCESS;
    }

    /// <summary>Answers an open of what an open channel has.</summary>
    protected virtual TeeResult Conflict(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        return TeeResult.ACCESS_CONFLICT;
    }

    /// <summary>Makes a channel; the mutex is held.</summary>
    protected TeeResult New(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        ulong channel = Core.Calloc((ulong)(Uuid * Core.WordSize) + 16, OpenSite);
        if (channel == 0) return TeeResult.OUT_OF_MEMORY;
        uint taken = TakeHandle();
        TeeResult result = taken == 0 ? TableIsFull : Attach(channel);
        if (result != TeeResult.SUCCESS)
        {
            OpenFails(channel, result);
            return result;
        }

        handle = taken;
        SetWord(channel, Handle, handle);
        SetWord(channel, ChannelPa, request.Input.Start);
        SetWord(channel, ChannelSize, request.Input.Size);
        SetWord(channel, ChannelSession, Core.CurrentSession);
        SetWord(channel, ChannelContext, Core.CurrentContext);
        SetUuid(channel, request.BoundTa ?? Core.UuidOf(Core.CurrentContext));
        Channels.InsertTail(channel);
        return TeeResult.SUCCESS;
    }

    /// <summary>What an open returns when all handles are taken.</summary>
    protected virtual TeeResult TableIsFull => TeeResult.BUSY;

    /// <summary>A handle that no channel has had, or 0 when the table is full.</summary>
    protected virtual uint TakeHandle()
    {
        if (Channels.Elements.Count() >= MostChannels) return 0;
        ulong handle = Word(_nextHandle, 0);
        SetWord(_nextHandle, 0, handle + 1);
        return (uint)handle;
    }

    /// <summary>Gives a new channel what it has beyond its struct.</summary>
    protected virtual TeeResult Attach(ulong channel) => TeeResult.SUCCESS;

    /// <summary>Takes that away again, before the channel goes.</summary>
    protected virtual void Detach(ulong channel)
    {
        // It has nothing.
    }

    /// <summary>Gives a channel back that is in no list yet.</summary>
    protected virtual void OpenFails(ulong channel, TeeResult result) => Core.Free(channel);

    /// <summary>Closes a channel; the mutex is held. Its mappings stay, with their records: whoever has mapped unmaps.</summary>
    protected virtual void Close(ulong channel) => DropChannel(channel);

    protected void DropChannel(ulong channel)
    {
        Channels.Remove(channel);
        Detach(channel);
        Core.Free(channel);
    }

    protected IEnumerable<ulong> OverlappingWith(AddressRange input) => Channels.Elements.Where(c => InputOf(c).Overlaps(input));
}
