using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: as <see cref="CloseUnmapsDriver{TWord}"/>, with the context that was mapped into as the current one meanwhile. Right as long as
/// that context exists. When its TA is gone the record points to freed memory, or to whatever lies there now, and the driver works
/// on that as on a list of regions.
/// </summary>
internal sealed class CloseUnmapsInOwnerDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    protected override void Abandon(ulong record)
    {
        ulong owner = Record(record).Context.Value;
        ulong previous = Core.SetCurrentContext(owner);
        Core.VmUnmap(owner, Record(record).Va.Value, Record(record).Size.Value);
        Core.SetCurrentContext(previous);
    }
}
