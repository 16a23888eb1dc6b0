using TeeSim.Core;
using TeeSim.Core.Words;
using TeeSim.Kernel.Drivers;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.Kernel.Tvp;

/// <summary>
/// Idea: an unmap without a record looks through the regions of the calling TA for one that maps exactly that video memory. Right when the
/// unmap comes, however late: the region table knows what the driver has forgotten. When it never comes, the
/// region stays as long as the TA does.
/// </summary>
internal sealed class UnmapByRegionDriver<TWord>(ITeeCore core, TvpOptions options)
    : TvpDriver<TWord>(core, options) where TWord : unmanaged, IWord<TWord>
{
    protected override TeeResult UnmapUnknown(ulong pa, ulong size)
    {
        ulong context = Core.CurrentContext;
        foreach (RegionInfo region in Core.Regions(context))
        {
            if (IsOf(region, pa, size)) return Core.VmUnmap(context, region.Va, size);
        }

        return base.UnmapUnknown(pa, size);
    }

    // What a call passes is mapped for that call only, and what the core needs has flags of its own: neither is this driver's.
    private bool IsOf(RegionInfo region, ulong pa, ulong size) =>
        region.Flags == VmFlags.None && region.Attr.HasFlag(Mattr.Secure) && region.Size == size && Core.VdecPool.Contains(pa, size)
        && Core.MobjGetPa(region.Mobj, region.Offset, out ulong start) == TeeResult.SUCCESS && start == pa;
}
