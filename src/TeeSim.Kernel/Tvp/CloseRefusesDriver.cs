using TeeSim.Core;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: a channel with live mappings can't be closed. No region is lost, as the late unmap finds its record. But who closes does not look
/// at the result and never tries again: the channel stays, and a new one over the same input is refused. When the client dies, the record
/// stays as well, and the channel can't be closed any more.
/// </summary>
internal sealed class CloseRefusesDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    protected override TeeResult Close(ulong channel) => Channel(channel).MapCount != 0 ? TeeResult.BUSY : base.Close(channel);
}
