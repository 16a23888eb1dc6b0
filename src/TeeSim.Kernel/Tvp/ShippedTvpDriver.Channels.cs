using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Lists;

namespace TeeSim.Kernel.Tvp;

internal sealed partial class ShippedTvpDriver<TWord>
{
    public TeeResult OpenChannel(OpenChannelRequest request, out uint handle)
    {
        handle = 0;
        if (request.Input.Size == 0 || request.Outputs.Count > TvpOutputs<TWord>.Most) return TeeResult.BAD_PARAMETERS;
        if (!IsUsable(request.Input) || !request.Outputs.All(IsUsable)) return TeeResult.BAD_PARAMETERS;
        TailQueueWalk<TWord> walk = Walk(Channels);
        for (ulong c = walk.First; c != 0; c = walk.Next(c))
        {
            if (RangeOf(Channel(c).Input).Overlaps(request.Input)) return TeeResult.ACCESS_CONFLICT;
        }

        ulong channel = _core.Calloc((ulong)Unsafe.SizeOf<TvpChannel<TWord>>(), ChannelSite);
        if (channel == 0) return TeeResult.OUT_OF_MEMORY;
        handle = TakeHandle();
        ref TvpChannel<TWord> c2 = ref Channel(channel);
        c2.Handle = handle;
        c2.Config = request.Config;
        Store(ref c2.Input, request.Input);
        for (int i = 0; i < request.Outputs.Count; i++) Store(ref c2.Outputs[i], request.Outputs[i]);
        c2.BoundTa = request.BoundTa ?? _core.UuidOf(_core.CurrentContext);
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
        if (channel == 0) return TeeResult.ITEM_NOT_FOUND;
        // The defect of the incident: the records go, what they stand for stays mapped.
        TailQueueWalk<TWord> walk = Walk(Maps(channel));
        for (ulong record = walk.First; record != 0;)
        {
            ulong next = walk.Next(record);
            _core.Free(record);
            record = next;
        }

        Channels.Remove(channel);
        _core.Free(channel);
        return TeeResult.SUCCESS;
    }

    private bool IsUsable(AddressRange buffer) =>
        IsPageAligned(buffer.Start | buffer.Size) && _core.VdecPool.Contains(buffer.Start, buffer.Size);

    private static void Store(ref TvpBuffer<TWord> buffer, AddressRange range)
    {
        buffer.Pa = TWord.From(range.Start);
        buffer.Size = TWord.From(range.Size);
    }

    // Handles are not used again until the counter wraps; then those that are still open are passed over, and 0 is.
    private uint TakeHandle()
    {
        ref uint next = ref _core.Memory.Write<uint>(_nextHandle);
        while (next == 0 || FindChannel(next) != 0) next++;
        return next++;
    }
}
