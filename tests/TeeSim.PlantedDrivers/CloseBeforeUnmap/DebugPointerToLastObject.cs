using TeeSim.Kernel.Drivers;
using TeeSim.Kernel.Tvp;

namespace TeeSim.PlantedDrivers.CloseBeforeUnmap;

/// <summary>Creates <see cref="DebugPointerToLastObject"/>.</summary>
public sealed class DebugPointerToLastObjectFactory()
    : PlantedFactory("debug-pointer-to-last-object", (core, options) => new DebugPointerToLastObject(core, options));

/// <summary>
/// Leaks as close-frees-records does, but a static variable for debugging still has the address of the object that was mapped last.
/// </summary>
public sealed class DebugPointerToLastObject(ITeeCore core, TvpOptions options) : CloseFreesRecords(core, options)
{
    private readonly ulong _last = core.StaticData(core.WordSize);

    protected override void Mapped(ulong map) => SetWord(_last, 0, Core.Regions(Core.CurrentContext).First(r => r.Va == VaOf(map)).Mobj);
}
