using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.References;

/// <summary>Creates <see cref="SecondMapLosesRegion"/>.</summary>
public sealed class SecondMapLosesRegionFactory()
    : PlantedFactory("second-map-loses-region", (core, options) => new SecondMapLosesRegion(core, options));

/// <summary>
/// A second map of the same buffer maps it again and writes the new address over the old one in the record that both share: the
/// first region, and its object, stay.
/// </summary>
public sealed class SecondMapLosesRegion(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override TeeResult InputBufMap(ulong pa, ulong size, out ulong va)
    {
        ulong map = FindMap(pa, size);
        if (map == 0) return base.InputBufMap(pa, size, out va);
        TeeResult result = MapBuffer(channel: 0, pa, size, out va);
        if (result != TeeResult.SUCCESS) return result;
        SetWord(map, Va, va);
        SetWord(map, MapPrivate, Word(map, MapPrivate) + 1);
        return TeeResult.SUCCESS;
    }

    protected override TeeResult Unmap(ulong map)
    {
        ulong others = Word(map, MapPrivate);
        if (others == 0) return base.Unmap(map);
        SetWord(map, MapPrivate, others - 1);
        return TeeResult.SUCCESS;
    }
}
