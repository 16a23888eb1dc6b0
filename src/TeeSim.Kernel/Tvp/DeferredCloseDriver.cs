using System.Runtime.CompilerServices;
using TeeSim.Core;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: closing a channel with live mappings only marks it; the last unmap frees it. A marked channel is not open any more: close, bind
/// and map do not find it, and a new channel may be opened over its input. It has to be so, or a late unmap would make the next channel
/// switch fail; until it comes, the old mapping shows the new channel's data. Right when the unmap does come. When the client died first
/// the channel and its records stay for ever.
/// </summary>
internal class DeferredCloseDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    protected override int ChannelSize => Unsafe.SizeOf<TvpClosableChannel<TWord>>();

    protected override SourceSite ChannelSite { get; } = new(File, 97, "tee_tvp_open_channel");

    protected override bool IsOpen(ulong channel) => Core.Memory.Read<TvpClosableChannel<TWord>>(channel).Closing == 0;

    protected override TeeResult Close(ulong channel)
    {
        if (Channel(channel).MapCount == 0) FreeChannel(channel);
        else Core.Memory.Write<TvpClosableChannel<TWord>>(channel).Closing = 1;
        return TeeResult.SUCCESS;
    }

    protected override void Released(ulong channel)
    {
        if (!IsOpen(channel) && Channel(channel).MapCount == 0) FreeChannel(channel);
    }
}
