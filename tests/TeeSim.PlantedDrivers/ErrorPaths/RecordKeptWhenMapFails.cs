using TeeSim.Core;
using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.ErrorPaths;

/// <summary>Creates <see cref="RecordKeptWhenMapFails"/>.</summary>
public sealed class RecordKeptWhenMapFailsFactory()
    : PlantedFactory("record-kept-when-map-fails", (core, options) => new RecordKeptWhenMapFails(core, options));

/// <summary>When the buffer can't be mapped, the record is not given back.</summary>
public sealed class RecordKeptWhenMapFails(ITeeCore core, TvpOptions options) : Reference(core, options)
{
    protected override TeeResult MapFails(ulong map, TeeResult result) => result;
}
