using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.Records;

/// <summary>Creates <see cref="UnmapForgetsRecord"/>.</summary>
public sealed class UnmapForgetsRecordFactory()
    : PlantedFactory("unmap-forgets-record", (core, options) => new UnmapForgetsRecord(core, options));

/// <summary>Unmap takes the record out of the list and does not free it; without the unmap, the end of the session would.</summary>
public sealed class UnmapForgetsRecord(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult Unmap(ulong map)
    {
        TeeResult result = Core.VmUnmap(Core.CurrentContext, VaOf(map), Word(map, Size));
        if (result == TeeResult.SUCCESS) Maps.Remove(map);
        return result;
    }
}
