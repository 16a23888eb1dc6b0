using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.CloseBeforeUnmap;

/// <summary>Creates <see cref="BindLosesRecords"/>.</summary>
public sealed class BindLosesRecordsFactory()
    : PlantedFactory("bind-loses-records", (core, options) => new BindLosesRecords(core, options));

/// <summary>Binding a channel to another TA drops the records of what is mapped, where it should refuse.</summary>
public sealed class BindLosesRecords(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    public override TeeResult BindChannel(uint handle, Guid ta)
    {
        DropMaps(m => Word(m, MapHandle) == handle);
        return base.BindChannel(handle, ta);
    }
}
