using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.CloseBeforeUnmap;

/// <summary>Creates <see cref="CloseFreesRecords"/>.</summary>
public sealed class CloseFreesRecordsFactory()
    : PlantedFactory("close-frees-records", (core, options) => new CloseFreesRecords(core, options));

/// <summary>The incident: close takes the records of its mappings with it, and a late unmap finds nothing.</summary>
public class CloseFreesRecords(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override void Close(ulong channel)
    {
        ulong handle = Word(channel, Handle);
        DropMaps(m => Word(m, MapHandle) == handle);
        base.Close(channel);
    }
}
