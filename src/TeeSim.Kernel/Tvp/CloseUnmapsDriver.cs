using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: closing unmaps what is still mapped. Right when the TA that closes is the one that has mapped. In any other TA's context the core
/// stops: <c>vm_unmap</c> asserts that it works on the current context, and channels are closed by another TA than the player's.
/// </summary>
internal sealed class CloseUnmapsDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    // Whatever becomes of it, there is nobody to tell: the channel goes.
    protected override void Abandon(ulong record) =>
        Core.VmUnmap(Record(record).Context.Value, Record(record).Va.Value, Record(record).Size.Value);
}
