using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;
using TeeSim.Mmu.UserSpace;

namespace TeeSim.PlantedDrivers.HiddenPointers;

/// <summary>Creates <see cref="MappingKnownByPaOnly"/>.</summary>
public sealed class MappingKnownByPaOnlyFactory()
    : PlantedFactory("mapping-known-by-pa-only", (core, options) => new MappingKnownByPaOnly(core, options));

/// <summary>
/// Right: a record has no address of the TA and no object, only the pa; unmap looks through the regions of the TA for what maps it.
/// </summary>
public sealed class MappingKnownByPaOnly(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Mapped(ulong map) => SetWord(map, Va, 0);

    protected override ulong VaOf(ulong map)
    {
        foreach (RegionInfo region in Core.Regions(Core.CurrentContext))
        {
            if (region.Flags == VmFlags.None && region.Attr.HasFlag(Mattr.Secure) && region.Size == Word(map, Size)
                && Core.MobjGetPa(region.Mobj, region.Offset, out ulong start) == TeeResult.SUCCESS && start == Word(map, Pa))
            {
                return region.Va;
            }
        }

        return 0;
    }
}
