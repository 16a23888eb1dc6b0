using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.UseAfterFree;

/// <summary>Creates <see cref="RecordUsedAfterFree"/>.</summary>
public sealed class RecordUsedAfterFreeFactory()
    : PlantedFactory("record-used-after-free", (core, options) => new RecordUsedAfterFree(core, options));

/// <summary>Unmap frees the record first and takes it out of the list afterwards.</summary>
public sealed class RecordUsedAfterFree(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult Unmap(ulong map)
    {
        TeeResult result = Core.VmUnmap(Core.CurrentContext, VaOf(map), Word(map, Size));
        if (result != TeeResult.SUCCESS) return result;
        Core.Free(map);
        Maps.Remove(map);
        return TeeResult.SUCCESS;
    }
}
