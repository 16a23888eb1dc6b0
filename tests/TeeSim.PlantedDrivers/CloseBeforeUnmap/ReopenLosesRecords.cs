using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.CloseBeforeUnmap;

/// <summary>Creates <see cref="ReopenLosesRecords"/>.</summary>
public sealed class ReopenLosesRecordsFactory()
    : PlantedFactory("reopen-loses-records", (core, options) => new ReopenLosesRecords(core, options));

/// <summary>Opening the same input again closes the old channel, and drops the records of what is mapped through it.</summary>
public sealed class ReopenLosesRecords(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult Conflict(OpenChannelRequest request, out uint handle)
    {
        foreach (ulong old in OverlappingWith(request.Input))
        {
            ulong number = Word(old, Handle);
            DropMaps(m => Word(m, MapHandle) == number);
            DropChannel(old);
        }

        return New(request, out handle);
    }
}
